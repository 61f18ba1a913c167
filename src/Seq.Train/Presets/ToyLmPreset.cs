using Seq.Model;

namespace Seq.Train;

/// <summary>The smallest language model: an LSTM of 10 on two lines of a nursery rhyme, which it learns by heart.</summary>
internal static class ToyLmPreset
{
    internal static Preset Preset { get; } = new(
        "toy-lm",
        "two lines of a nursery rhyme, LSTM 10",
        new()
        {
            Preset = "toy-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 10, Embedding = 10, Dropout = 0.1 },
            Data = new() { Source = "toy", BatchSize = 1, Steps = 16 },
            Optimizer = new() { LearningRate = 0.02, ClipNorm = 5 },
            Stop = new() { Epochs = 400 },
            Validation = new() { EveryEpochs = 50 },
        });
}
