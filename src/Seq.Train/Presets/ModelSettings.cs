using Seq.Model;

namespace Seq.Train;

/// <summary>Shape of a model, as a training sets it; its vocabularies come from the data. Encoder and decoder have the same cell, depth and hidden size.</summary>
public sealed partial record ModelSettings
{
    /// <summary>The cell of every layer.</summary>
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Hidden size of each direction.</summary>
    public int Hidden { get; init; } = 16;

    /// <summary>Layers on top of each other.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Width of the embeddings; null for one-hot input.</summary>
    public int? Embedding { get; init; } = 8;

    /// <summary>Whether layers also read from the end: all of a classifier or tagger, those of an encoder. A decoder's first state then comes through a linear bridge.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Width of an LSTM's hidden state after its projection; null for none.</summary>
    public int? Projection { get; init; }

    /// <summary>Whether every layer above the lowest adds its input to its output.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether an LSTM normalises its sums.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>What an LSTM or a GRU uses in place of tanh.</summary>
    public CellActivation Activation { get; init; }

    /// <summary>Dropout of embeddings and of what enters the output layer; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Dropout of embeddings alone, in [0, 1); null takes <see cref="Dropout"/>.</summary>
    public double? InputDropout { get; init; }

    /// <summary>Dropout between layers; null takes <see cref="Dropout"/>.</summary>
    public double? LayerDropout { get; init; }

    /// <summary>Dropout of whole words from the embedding; in [0, 1).</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>Whether a dropped unit stays dropped at all times of a sequence.</summary>
    public bool VariationalDropout { get; init; }

    /// <summary>Dropout of recurrent weights; in [0, 1).</summary>
    public double WeightDrop { get; init; }

    /// <summary>Whether the output's weight is the (target) embedding's; for language models and encoder-decoders.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Outputs that a language model's attention looks back at; null for no attention.</summary>
    public int? Window { get; init; }

    /// <summary>First token of each cluster of a language model's adaptive softmax; null for one softmax.</summary>
    public IReadOnlyList<int>? AdaptiveCutoffs { get; init; }

    /// <summary>Hidden size of a decoder; null as the encoder's.</summary>
    public int? DecoderHidden { get; init; }

    /// <summary>Width of a decoder's embedding; null as the encoder's.</summary>
    public int? TargetEmbedding { get; init; }

    /// <summary>Whether source and target have one embedding; for an encoder-decoder.</summary>
    public bool SharedEmbeddings { get; init; }

    /// <summary>The score of an encoder-decoder's attention; null for no attention.</summary>
    public AttentionScore? Attention { get; init; }

    /// <summary>Where in a step the attention stands.</summary>
    public AttentionPlacement AttentionPlacement { get; init; }

    /// <summary>Width of the hidden layer of an additive or concat score, or of the window's; null takes the output's.</summary>
    public int? AttentionSize { get; init; }

    /// <summary>Whether the attentional output enters the cell at the next step.</summary>
    public bool InputFeeding { get; init; }

    /// <summary>Whether the score knows where the attention has looked before.</summary>
    public bool Coverage { get; init; }

    /// <summary>How the encoder's last state becomes the decoder's first; null is linear for a bidirectional encoder or a decoder of another size, and copies else.</summary>
    public BridgeKind? Bridge { get; init; }

    /// <summary>Whether the encoder's last output is fed to the decoder at every step.</summary>
    public bool ContextEveryStep { get; init; }

    /// <summary>Whether the decoder is not fed its own tokens.</summary>
    public bool WithoutFeedback { get; init; }

    /// <summary>How a classifier makes one vector of the outputs of its layers.</summary>
    public PoolingKind Pooling { get; init; }

    /// <summary>What a classifier's output means; a sigmoid of two labels is one unit.</summary>
    public ClassifierOutput Output { get; init; }

    /// <summary>Filters of a classifier's convolution; null for none.</summary>
    public int? Filters { get; init; }

    /// <summary>Tokens that a filter sees.</summary>
    public int FilterWidth { get; init; } = 3;

    /// <summary>Steps that are pooled to one after the convolution.</summary>
    public int FilterPool { get; init; } = 2;

    /// <summary>Settings that do nothing on the model at hand.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective(TaskKind task)
    {
        var (isLanguage, isPair, isClassifier) = (task == TaskKind.LanguageModel, task == TaskKind.EncoderDecoder, task == TaskKind.Classifier);
        var standard = new ModelSettings();
        const string Pairs = "encoder-decoders";
        const string Attentive = "encoder-decoders with attention";
        (string Name, bool Changed, bool Works, string Where)[] rules =
        [
            ("residual", Residual, Layers > 1, "several layers"), ("layer_dropout", LayerDropout is not null, Layers > 1, "several layers"),
            ("input_dropout", InputDropout is not null, HasTable(task), "models with embeddings"),
            ("bidirectional", Bidirectional, !isLanguage, "classifiers, taggers and encoders"), ("tied_embeddings", TiedEmbeddings, isLanguage || isPair, "language models and encoder-decoders"),
            ("window", Window is not null, isLanguage, "language models"), ("adaptive_cutoffs", AdaptiveCutoffs is not null, isLanguage, "language models"),
            ("decoder_hidden", DecoderHidden is not null, isPair, Pairs), ("target_embedding", TargetEmbedding is not null, isPair && !WithoutFeedback, "encoder-decoders with feedback"),
            ("shared_embeddings", SharedEmbeddings, isPair, Pairs), ("attention", Attention is not null, isPair, Pairs),
            ("attention_placement", AttentionPlacement != standard.AttentionPlacement, Attention is not null && isPair, Attentive),
            ("attention_size", AttentionSize is not null, Attention is not null || Window is not null, "models with attention"),
            ("input_feeding", InputFeeding, Attention is not null && isPair, Attentive), ("coverage", Coverage, Attention is not null && isPair, Attentive),
            ("bridge", Bridge is not null, isPair, Pairs), ("context_every_step", ContextEveryStep, isPair, Pairs), ("without_feedback", WithoutFeedback, isPair, Pairs),
            ("pooling", Pooling != standard.Pooling, isClassifier, "classifiers"), ("output", Output != standard.Output, isClassifier, "classifiers"),
            ("filters", Filters is not null, isClassifier, "classifiers"), ("filter_width", FilterWidth != standard.FilterWidth, Filters is not null && isClassifier, "classifiers with filters"),
            ("filter_pool", FilterPool != standard.FilterPool, Filters is not null && isClassifier, "classifiers with filters"),
        ];
        return rules.Where(rule => rule.Changed && !rule.Works).Select(rule =>
            new IneffectiveSetting($"model.{rule.Name}", $"model.{rule.Name} has no effect on this model, only on {rule.Where}", "leave it as it is by default"));
    }

    internal IEnumerable<string> Problems(TaskKind task)
    {
        // Everything that does not depend on vocabularies is checked before data is read.
        try
        {
            Describe(task, Placeholder(task), Placeholder(task)).Validate();
            return [];
        }
        catch (DescriptionException exception)
        {
            return InWords(exception.Problems).Select(problem => problem.Replace($" and stay below the {PlaceholderTokens} tokens of the vocabulary", "", StringComparison.Ordinal));
        }
    }

    /// <summary>How wide the embedding must be that is tied to the output; null where none is.</summary>
    internal int? TiedWidth(TaskKind task) => !TiedEmbeddings || Embedding is null ? null : Describe(task, Placeholder(task), Placeholder(task)) switch
    {
        LanguageModelDescription description => description.OutputSize,
        EncoderDecoderDescription { WithoutFeedback: false } description => description.Decoder.OutputSize,
        _ => null,
    };

    /// <summary>Whether tokens that the model is fed are looked up in a table; otherwise all are one-hot.</summary>
    internal bool HasTable(TaskKind task) => Embedding is not null || (task == TaskKind.EncoderDecoder && !WithoutFeedback && TargetEmbedding is not null);

    /// <summary>Tokens of a vocabulary that is not known yet.</summary>
    private const int PlaceholderTokens = 1_000_000;

    /// <summary>A vocabulary as large as a description may have, so that no problem is about it.</summary>
    private static (int Count, SpecialTokens Special) Placeholder(TaskKind task) =>
        (task is TaskKind.Classifier or TaskKind.Tagger ? 1_000 : PlaceholderTokens, new() { Start = 0, End = 1 });
}
