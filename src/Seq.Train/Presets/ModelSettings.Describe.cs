using Seq.Model;

namespace Seq.Train;

/// <content>Makes descriptions.</content>
public sealed partial record ModelSettings
{
    /// <summary>Describes the model.</summary>
    /// <param name="task">What it learns to do.</param>
    /// <param name="source">Tokens of the source side.</param>
    /// <param name="target">Tokens of the target side, labels or tags; for a language model the source's.</param>
    public ModelDescription Describe(TaskKind task, Vocabulary source, Vocabulary target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return Describe(task, (source.Count, source.Special), (target.Count, target.Special));
    }

    private ModelDescription Describe(TaskKind task, (int Count, SpecialTokens Special) source, (int Count, SpecialTokens Special) target)
    {
        var layers = new RecurrentLayers
        {
            Cell = Cell,
            Hidden = Hidden,
            Layers = Layers,
            Projection = Projection,
            Residual = Residual,
            LayerNorm = LayerNorm,
            Activation = Activation,
            Dropout = Layers > 1 ? LayerDropout ?? Dropout : 0,
            WeightDrop = WeightDrop,
        };
        var description = task switch
        {
            TaskKind.LanguageModel => LanguageModel(layers, target),
            TaskKind.EncoderDecoder => EncoderDecoder(layers, source.Count, target),
            TaskKind.Classifier => Classifier(layers with { Bidirectional = Bidirectional }, source.Count, target.Count),
            _ => (ModelDescription)new TaggerDescription
            {
                Vocabulary = source.Count,
                Embedding = Embedding,
                Layers = layers with { Bidirectional = Bidirectional },
                Tags = target.Count,
            },
        };
        return description with { Dropout = Dropout, InputDropout = InputDropout, EmbeddingDropout = EmbeddingDropout, VariationalDropout = VariationalDropout };
    }

    private LanguageModelDescription LanguageModel(RecurrentLayers layers, (int Count, SpecialTokens Special) tokens) => new()
    {
        Vocabulary = tokens.Count,
        Embedding = Embedding,
        Layers = layers,
        StartToken = tokens.Special.Start ?? 0,
        EndToken = tokens.Special.End,
        TiedEmbeddings = TiedEmbeddings,
        WindowAttention = Window is { } window ? new() { Window = window, EnergySize = AttentionSize } : null,
        AdaptiveSoftmax = AdaptiveCutoffs is null ? null : new() { Cutoffs = [.. AdaptiveCutoffs.Where(cutoff => cutoff < tokens.Count)] },
    };

    private EncoderDecoderDescription EncoderDecoder(RecurrentLayers layers, int source, (int Count, SpecialTokens Special) target) => new()
    {
        SourceVocabulary = source,
        TargetVocabulary = target.Count,
        SourceEmbedding = Embedding,
        TargetEmbedding = WithoutFeedback ? null : TargetEmbedding ?? Embedding,
        Encoder = layers with { Bidirectional = Bidirectional },
        Decoder = layers with { Hidden = DecoderHidden ?? Hidden },
        StartToken = target.Special.Start ?? 0,
        EndToken = target.Special.End ?? 0,
        Bridge = Bridge ?? (Bidirectional || (DecoderHidden ?? Hidden) != Hidden ? BridgeKind.Linear : BridgeKind.Copy),
        Attention = Attention is { } score
            ? new() { Score = score, Placement = AttentionPlacement, EnergySize = AttentionSize, InputFeeding = InputFeeding, Coverage = Coverage }
            : null,
        ContextEveryStep = ContextEveryStep,
        WithoutFeedback = WithoutFeedback,
        TiedEmbeddings = TiedEmbeddings,
        SharedEmbeddings = SharedEmbeddings,
    };

    private ClassifierDescription Classifier(RecurrentLayers layers, int source, int labels) => new()
    {
        Vocabulary = source,
        Embedding = Embedding,
        Convolution = Filters is { } filters ? new() { Filters = filters, Width = FilterWidth, Pool = FilterPool } : null,
        Layers = layers,
        Pooling = Pooling,
        Classes = Output == ClassifierOutput.Sigmoid && labels == 2 ? 1 : labels,
        Output = Output,
    };
}
