using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>How a decoder output is compared with a memory entry.</summary>
public enum AttentionScore
{
    /// <summary>vᵀ tanh(W q + U m). Bahdanau et al. 2015, §A.1.2 (arXiv:1409.0473).</summary>
    [JsonStringEnumMemberName("additive")]
    Additive,

    /// <summary>qᵀ m; needs a memory as wide as the decoder. Luong et al. 2015, §3.1 (arXiv:1508.04025).</summary>
    [JsonStringEnumMemberName("dot")]
    Dot,

    /// <summary>qᵀ W m. Luong et al. 2015, §3.1.</summary>
    [JsonStringEnumMemberName("general")]
    General,

    /// <summary>vᵀ tanh(W [q; m]). Luong et al. 2015, §3.1.</summary>
    [JsonStringEnumMemberName("concat")]
    Concat,
}

/// <summary>Where in a decoder step the attention stands.</summary>
public enum AttentionPlacement
{
    /// <summary>After the cell: q is the top layer's new output (Luong et al. 2015).</summary>
    [JsonStringEnumMemberName("after-cell")]
    AfterCell,

    /// <summary>Before the cell: q is the top layer's last output, and the context enters the cell beside the embedding (Bahdanau et al. 2015).</summary>
    [JsonStringEnumMemberName("before-cell")]
    BeforeCell,
}

/// <summary>Attention of the decoder's top output q over the encoder's outputs m.</summary>
/// <remarks>α = softmax(score(q, m)); c = Σ α m; h̃ = tanh(W [c; q]) feeds the output layer (Luong et al. 2015, eq. 5).</remarks>
public sealed record AttentionDescription
{
    /// <summary>The score; additive by default.</summary>
    public AttentionScore Score { get; init; } = AttentionScore.Additive;

    /// <summary>Where in a step it stands; after the cell by default.</summary>
    public AttentionPlacement Placement { get; init; }

    /// <summary>Width of the hidden layer of the additive and concat scores; not used by the others. The decoder's output size if left out.</summary>
    public int? EnergySize { get; init; }

    /// <summary>Whether the last h̃ enters the cell beside the embedding; zeros at the first step (Luong et al. 2015, §3.3). For attention after the cell.</summary>
    public bool InputFeeding { get; init; }

    /// <summary>Whether the sum of the past weights of an entry enters its score: tanh(… + w Σ α) (See et al. 2017, eq. 10 and 11). For additive and concat scores.</summary>
    public bool Coverage { get; init; }

    /// <summary>Whether the score has a hidden layer of <see cref="EnergySize"/>.</summary>
    [JsonIgnore]
    public bool HasEnergyLayer => Score is AttentionScore.Additive or AttentionScore.Concat;
}
