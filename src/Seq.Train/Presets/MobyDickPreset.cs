using Seq.Model;

namespace Seq.Train;

/// <summary>A word model of Moby-Dick: 10,000 words, embedding 100, one LSTM layer of 500.</summary>
internal static class MobyDickPreset
{
    internal static Preset Preset { get; } = new(
        "moby-dick",
        "words of Moby-Dick, 10,000 of them, LSTM 500",
        new()
        {
            Preset = "moby-dick",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 500, Embedding = 100, Dropout = 0.5 },
            Data = new() { Source = "moby-dick", BatchSize = 32, Steps = 35 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.002, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, Floor = 0.02 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.998 },
            Stop = new() { Epochs = 12, Patience = 3 },
            Validation = new() { EveryEpochs = 1 },
            Threads = 2,
        });
}
