using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>A recurrent classifier: a row of tokens to one of several classes, or to a set of them.</summary>
/// <remarks>The target vocabulary lists the labels: one per class, but two (no, yes) for a sigmoid of one class.</remarks>
public sealed record ClassifierDescription : ModelDescription
{
    internal const string KindWord = "classifier";

    /// <summary>Number of tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the embedding; null for one-hot input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? Embedding { get; init; }

    /// <summary>Convolution and max-pooling in front of the layers; none if null.</summary>
    public ConvolutionDescription? Convolution { get; init; }

    /// <summary>The layers.</summary>
    public required RecurrentLayers Layers { get; init; }

    /// <summary>How the outputs become one vector; the last ones by default.</summary>
    public PoolingKind Pooling { get; init; }

    /// <summary>Number of classes; the width of the logits.</summary>
    public required int Classes { get; init; }

    /// <summary>Whether classes exclude each other; they do by default.</summary>
    public ClassifierOutput Output { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => KindWord;

    /// <summary>Width of an embedded token.</summary>
    [JsonIgnore]
    public int InputSize => Embedding ?? Vocabulary;

    /// <summary>Number of labels: the classes, or no and yes.</summary>
    [JsonIgnore]
    public int Labels => Output == ClassifierOutput.Sigmoid && Classes == 1 ? 2 : Classes;

    private protected override IReadOnlyList<ParameterShape> ListParameters() =>
    [
        .. Embedding is { } width ? [new ParameterShape(ClassifierNames.Embedding, [Vocabulary, width])] : Array.Empty<ParameterShape>(),
        .. Convolution is null ? Array.Empty<ParameterShape>() :
        [
            new(ClassifierNames.ConvolutionWeight, [Convolution.Filters, InputSize, Convolution.Width]),
            new(ClassifierNames.ConvolutionBias, [Convolution.Filters]),
        ],
        .. Layers.ParametersOf(ClassifierNames.Layers, Convolution?.Filters ?? InputSize),
        .. Pooling != PoolingKind.Attention ? Array.Empty<ParameterShape>() :
        [
            new(ClassifierNames.PoolingKeyWeight, [Layers.OutputSize, Layers.OutputSize]),
            new(ClassifierNames.PoolingKeyBias, [Layers.OutputSize]),
            new(ClassifierNames.PoolingEnergy, [1, Layers.OutputSize]),
        ],
        new(OutputNames.Weight, [Classes, Layers.OutputSize]),
        new(OutputNames.Bias, [Classes]),
    ];

    private protected override void CollectProblems(List<string> problems)
    {
        Sizes.Check("vocabulary", Vocabulary, Sizes.MaxVocabulary, problems);
        Sizes.CheckWidth("embedding", Embedding, problems);
        Layers.CollectProblems("layers", problems);
        Sizes.Check("classes", Classes, Sizes.MaxVocabulary, problems);
        if (Convolution is not null)
        {
            Sizes.Check("convolution.filters", Convolution.Filters, RecurrentLayers.MaxHidden, problems);
            Sizes.Check("convolution.width", Convolution.Width, 1_024, problems);
            Sizes.Check("convolution.pool", Convolution.Pool, 1_024, problems);
        }

        if (!Enum.IsDefined(Pooling))
        {
            problems.Add($"pooling is {Pooling}; use last, mean, max or attention.");
        }

        if (!Enum.IsDefined(Output))
        {
            problems.Add($"output is {Output}; use softmax or sigmoid.");
        }

        if (Output == ClassifierOutput.Softmax && Classes == 1)
        {
            problems.Add("classes is 1, whose softmax is always 1; use output sigmoid for no or yes, or two classes.");
        }
    }
}
