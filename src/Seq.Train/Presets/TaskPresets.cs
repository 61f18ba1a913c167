using Seq.Model;

namespace Seq.Train;

/// <summary>Settings that do for data of the user's own, one for each kind of model; <c>data.source</c> is still to be named.</summary>
internal static class TaskPresets
{
    /// <summary>What a few hundred examples need to be learned at all.</summary>
    private const int MinSteps = 500;

    private static readonly InitialisationSettings Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1 };

    private static readonly TrainingSettings Common = new()
    {
        Preset = "",
        Task = TaskKind.LanguageModel,
        Data = new() { Source = "" },
        Initialisation = Initialisation,
        Optimizer = new() { LearningRate = 0.002, ClipNorm = 1 },
        Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 100, Floor = 0.02 },
        Average = new() { Kind = AverageKind.Ema, Decay = 0.998 },
        Stop = new() { Epochs = 10, Patience = 3, MinSteps = MinSteps },
    };

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Preset> All { get; } =
    [
        new("lm", "a language model of your text: LSTM 256", Common with
        {
            Preset = "lm",
            Model = new() { Cell = CellKind.Lstm, Hidden = 256, Embedding = 128, Dropout = 0.4, VariationalDropout = true },
            Data = new() { Source = "", BatchSize = 20, Steps = 35 },
        }),
        new("seq2seq", "an encoder-decoder of your pairs: GRU 256 with attention", Common with
        {
            Preset = "seq2seq",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Cell = CellKind.Gru, Hidden = 256, Embedding = 128, Bidirectional = true, Attention = AttentionScore.General, Dropout = 0.3 },
            Data = new() { Source = "", BatchSize = 64, MaxLength = 100 },
            Loss = new() { LabelSmoothing = 0.1 },
            Stop = new() { Epochs = 20, Patience = 5, MinSteps = MinSteps },
            Validation = new() { EveryEpochs = 1, Samples = 1_000, BatchSize = 64, Beam = 5 },
        }),
        new("classify", "a classifier of your labelled texts: bidirectional LSTM 64 with max-pooling", Common with
        {
            Preset = "classify",
            Task = TaskKind.Classifier,
            Model = new() { Cell = CellKind.Lstm, Hidden = 64, Embedding = 64, Bidirectional = true, Pooling = PoolingKind.Max, Dropout = 0.5, EmbeddingDropout = 0.1 },
            Data = new() { Source = "", BatchSize = 32, MaxLength = 400 },
        }),
        new("tag", "a tagger of your tagged sentences: bidirectional LSTM 128", Common with
        {
            Preset = "tag",
            Task = TaskKind.Tagger,
            Model = new() { Cell = CellKind.Lstm, Hidden = 128, Embedding = 100, Bidirectional = true, Dropout = 0.4 },
            Data = new() { Source = "", BatchSize = 32 },
            Regularisation = new() { WordDropout = 0.03 },
        }),
    ];
}
