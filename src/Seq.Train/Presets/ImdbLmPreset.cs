using Seq.Model;

namespace Seq.Train;

/// <summary>A language model of film reviews: 10,000 words, embedding √10,000 = 100, LSTM 200, read 256 words at a time.</summary>
internal static class ImdbLmPreset
{
    internal static Preset Preset { get; } = new(
        "imdb-lm",
        "words of film reviews, 10,000 of them, LSTM 200",
        new()
        {
            Preset = "imdb-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 200, Embedding = 100, Dropout = 0.1 },
            Data = new() { Source = "imdb", BatchSize = 32, Steps = 256 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.004, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, Floor = 0.02 },
            Stop = new() { Epochs = 3 },
            Validation = new() { EveryEpochs = 0.5, Samples = 200_000 },
            Threads = 2,
        });
}
