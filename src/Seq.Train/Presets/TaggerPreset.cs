using Seq.Model;

namespace Seq.Train;

/// <summary>Parts of speech of the Brown corpus, all 472 tags: a bidirectional LSTM of 128.</summary>
internal static class TaggerPreset
{
    internal static Preset Preset { get; } = new(
        "tagger",
        "parts of speech (Brown), bidirectional LSTM 128",
        new()
        {
            Preset = "tagger",
            Task = TaskKind.Tagger,
            Model = new() { Cell = CellKind.Lstm, Hidden = 128, Embedding = 128, Bidirectional = true, Dropout = 0.4, EmbeddingDropout = 0.05 },
            Data = new() { Source = "brown", BatchSize = 32 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.003, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 200, Floor = 0.02 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.998 },
            Regularisation = new() { WordDropout = 0.03 },
            Stop = new() { Epochs = 8 },
            Validation = new() { EveryEpochs = 1 },
        });
}
