using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>A recurrent language model: from the tokens so far, the probabilities of the next one. Its first state is zeros.</summary>
/// <remarks>Mikolov et al. 2010; Zaremba et al. 2014 (arXiv:1409.2329).</remarks>
public sealed record LanguageModelDescription : ModelDescription
{
    internal const string KindWord = "language-model";

    /// <summary>Number of tokens; the width of the logits.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the embedding; null for one-hot input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? Embedding { get; init; }

    /// <summary>The layers; never bidirectional.</summary>
    public required RecurrentLayers Layers { get; init; }

    /// <summary>Id of the token that stands before the first one: a text's start, or what separates texts in a stream.</summary>
    public required int StartToken { get; init; }

    /// <summary>Id of the token that ends a text; null when nothing does.</summary>
    public int? EndToken { get; init; }

    /// <summary>Whether the output's weight is the embedding's (Press and Wolf 2017; Inan et al. 2017); needs an embedding as wide as the output of the layers.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Attention over the last outputs; none if null.</summary>
    public WindowAttentionDescription? WindowAttention { get; init; }

    /// <summary>An output layer in parts, whose "logits" are log-probabilities; one softmax over all tokens if null.</summary>
    public AdaptiveSoftmaxDescription? AdaptiveSoftmax { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => KindWord;

    /// <summary>Width of an embedded token.</summary>
    [JsonIgnore]
    public int InputSize => Embedding ?? Vocabulary;

    /// <summary>Width of what enters the output layer.</summary>
    [JsonIgnore]
    public int OutputSize => Layers.OutputSize;

    /// <summary>Width of the hidden layer of the window attention's score.</summary>
    [JsonIgnore]
    public int EnergySize => WindowAttention?.EnergySize ?? OutputSize;

    /// <summary>Width of the state of all layers side by side.</summary>
    [JsonIgnore]
    public int FlatStateSize => Layers.Layers * (Layers.StateSize + (Layers.Cell.HasCellState() ? Layers.Hidden : 0));

    private protected override IReadOnlyList<ParameterShape> ListParameters() =>
    [
        .. Embedding is { } width ? [new ParameterShape(LanguageModelNames.Embedding, [Vocabulary, width])] : Array.Empty<ParameterShape>(),
        .. Layers.ParametersOf(LanguageModelNames.Layers, InputSize),
        .. WindowParameters(),
        .. OutputParameters(),
    ];

    private IEnumerable<ParameterShape> WindowParameters() => WindowAttention is null
        ? []
        :
        [
            new(LanguageModelNames.AttentionInputWeight, [InputSize, InputSize + OutputSize]),
            new(LanguageModelNames.AttentionInputBias, [InputSize]),
            new(LanguageModelNames.AttentionQueryWeight, [EnergySize, FlatStateSize]),
            new(LanguageModelNames.AttentionQueryBias, [EnergySize]),
            new(LanguageModelNames.AttentionKey, [EnergySize, OutputSize]),
            new(LanguageModelNames.AttentionEnergy, [1, EnergySize]),
            new(LanguageModelNames.AttentionOutputWeight, [OutputSize, 2 * OutputSize]),
            new(LanguageModelNames.AttentionOutputBias, [OutputSize]),
        ];

    private IEnumerable<ParameterShape> OutputParameters()
    {
        if (AdaptiveSoftmax is not null)
        {
            return AdaptiveSoftmax.Parameters(Vocabulary, OutputSize);
        }

        var bias = new ParameterShape(OutputNames.Bias, [Vocabulary]);
        return TiedEmbeddings ? [bias] : [new(OutputNames.Weight, [Vocabulary, OutputSize]), bias];
    }

    private protected override void CollectProblems(List<string> problems)
    {
        Sizes.Check("vocabulary", Vocabulary, Sizes.MaxVocabulary, problems);
        Sizes.CheckWidth("embedding", Embedding, problems);
        Layers.CollectProblems("layers", problems);
        Sizes.CheckToken("start_token", StartToken, Vocabulary, problems);
        if (EndToken is { } end)
        {
            Sizes.CheckToken("end_token", end, Vocabulary, problems);
        }

        if (Layers.Bidirectional)
        {
            problems.Add("layers.bidirectional is true; a language model reads from left to right and cannot be.");
        }

        if (TiedEmbeddings && (Embedding != OutputSize || AdaptiveSoftmax is not null))
        {
            problems.Add($"tied_embeddings needs an embedding (now {Embedding?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}) as wide as the output of the layers " +
                $"({OutputSize}) and no adaptive softmax.");
        }

        if (WindowAttention is not null)
        {
            Sizes.Check("window_attention.window", WindowAttention.Window, 65_536, problems);
            Sizes.Check("window_attention.energy_size", EnergySize, RecurrentLayers.MaxHidden, problems);
        }

        AdaptiveSoftmax?.CollectProblems("adaptive_softmax", Vocabulary, problems);
    }
}
