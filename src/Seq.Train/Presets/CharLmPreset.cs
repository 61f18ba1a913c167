using Seq.Model;

namespace Seq.Train;

/// <summary>A character model of Tiny Shakespeare: two LSTM layers of 512 with dropout, and a mean of the weights.</summary>
internal static class CharLmPreset
{
    internal static Preset Preset { get; } = new(
        "char-lm",
        "characters of Tiny Shakespeare, 2 x LSTM 512",
        new()
        {
            Preset = "char-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 512, Layers = 2, Embedding = 64, Dropout = 0.2, VariationalDropout = true },
            Data = new() { Source = "tiny-shakespeare", Unit = TokenUnit.Characters, BatchSize = 32, Steps = 64 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.3, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.003, ClipNorm = 1, WeightDecay = 0.01 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 100, Floor = 0.01 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.998 },
            Stop = new() { Epochs = 8 },
            Validation = new() { EveryEpochs = 1 },
            Threads = 2,
        });
}
