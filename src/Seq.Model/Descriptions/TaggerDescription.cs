using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>A recurrent tagger: a tag for each token of a row. The target vocabulary lists the tags.</summary>
public sealed record TaggerDescription : ModelDescription
{
    internal const string KindWord = "tagger";

    /// <summary>Number of tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the embedding; null for one-hot input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? Embedding { get; init; }

    /// <summary>The layers.</summary>
    public required RecurrentLayers Layers { get; init; }

    /// <summary>Number of tags; the width of the logits.</summary>
    public required int Tags { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => KindWord;

    /// <summary>Width of an embedded token.</summary>
    [JsonIgnore]
    public int InputSize => Embedding ?? Vocabulary;

    private protected override IReadOnlyList<ParameterShape> ListParameters() =>
    [
        .. Embedding is { } width ? [new ParameterShape(ClassifierNames.Embedding, [Vocabulary, width])] : Array.Empty<ParameterShape>(),
        .. Layers.ParametersOf(ClassifierNames.Layers, InputSize),
        new(OutputNames.Weight, [Tags, Layers.OutputSize]),
        new(OutputNames.Bias, [Tags]),
    ];

    private protected override void CollectProblems(List<string> problems)
    {
        Sizes.Check("vocabulary", Vocabulary, Sizes.MaxVocabulary, problems);
        Sizes.CheckWidth("embedding", Embedding, problems);
        Layers.CollectProblems("layers", problems);
        Sizes.Check("tags", Tags, Sizes.MaxVocabulary, problems);
    }
}
