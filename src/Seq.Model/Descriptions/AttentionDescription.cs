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
}

/// <summary>Attention of the decoder's top output q over the encoder's outputs m, after the cell.</summary>
/// <remarks>α = softmax(score(q, m)); c = Σ α m; h̃ = tanh(W [c; q]) feeds the output layer (Luong et al. 2015, eq. 5).</remarks>
public sealed record AttentionDescription
{
    /// <summary>The score; additive by default.</summary>
    public AttentionScore Score { get; init; } = AttentionScore.Additive;

    /// <summary>Width of the hidden layer of the additive score; not used by the others. The decoder's hidden size if left out.</summary>
    public int? EnergySize { get; init; }
}
