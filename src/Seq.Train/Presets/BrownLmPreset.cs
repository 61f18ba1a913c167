using Seq.Model;

namespace Seq.Train;

/// <summary>The language model of Brown by sentences: 10,000 words, two LSTM layers of 200, stateful truncated back-propagation over 25 steps of 100 rows.</summary>
internal static class BrownLmPreset
{
    internal static Preset Preset { get; } = new(
        "brown-lm",
        "words of the Brown corpus, 10,000 of them, 2 x LSTM 200",
        new()
        {
            Preset = "brown-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 200, Layers = 2, Embedding = 200, Dropout = 0.3 },
            Data = new() { Source = "brown", Brown = BrownProtocol.Sentences, BatchSize = 100, Steps = 25 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.002, ClipNorm = 5 },
            Schedule = new() { Kind = ScheduleKind.Cosine, Floor = 0.02 },
            Stop = new() { Epochs = 10 },
            Validation = new() { EveryEpochs = 1 },
            Threads = 2,
        });
}
