using Seq.Model;

namespace Seq.Train;

/// <summary>Reviews of films, good or bad: an Elman network of 100 reads the last 500 of 5,000 words, and its last state decides.</summary>
internal static class ImdbElmanPreset
{
    internal static Preset Preset { get; } = new(
        "imdb-elman",
        "film reviews, good or bad, Elman 100",
        new()
        {
            Preset = "imdb-elman",
            Task = TaskKind.Classifier,
            Model = new() { Cell = CellKind.ElmanTanh, Hidden = 100, Embedding = 32, Dropout = 0.3, Output = ClassifierOutput.Sigmoid },
            Data = new() { Source = "imdb", BatchSize = 32, MaxLength = 500 },
            Initialisation = new() { Weights = WeightInitialiser.XavierUniform, Recurrent = WeightInitialiser.Orthogonal, Embeddings = WeightInitialiser.Uniform, Biases = WeightInitialiser.Zeros, Scale = 0.05 },
            Optimizer = new() { LearningRate = 0.0005, ClipNorm = 0.5 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 100, Floor = 0.02 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.998 },
            Stop = new() { Epochs = 10 },
            Validation = new() { EveryEpochs = 1 },
        });
}
