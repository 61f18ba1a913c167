using Seq.Model;

namespace Seq.Train;

/// <summary>Reviews of films, good or bad: an LSTM of 100 reads the last 500 of 5,000 words, and its last state decides.</summary>
internal static class ImdbLstmPreset
{
    internal static Preset Preset { get; } = new(
        "imdb-lstm",
        "film reviews, good or bad, LSTM 100",
        new()
        {
            Preset = "imdb-lstm",
            Task = TaskKind.Classifier,
            Model = new() { Cell = CellKind.Lstm, Hidden = 100, Embedding = 32, Dropout = 0.4, EmbeddingDropout = 0.1, Output = ClassifierOutput.Sigmoid },
            Data = new() { Source = "imdb", BatchSize = 64, MaxLength = 500 },
            Initialisation = new() { Weights = WeightInitialiser.XavierUniform, Recurrent = WeightInitialiser.Orthogonal, Embeddings = WeightInitialiser.Uniform, Biases = WeightInitialiser.Zeros, Scale = 0.05, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.002, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 100, Floor = 0.02 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.998 },
            Regularisation = new() { WordDropout = 0.05 },
            Stop = new() { Epochs = 8 },
            Validation = new() { EveryEpochs = 0.5 },
        });
}
