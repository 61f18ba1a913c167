using Seq.Model;

namespace Seq.Train;

/// <summary>The protocol of Bengio et al. 2003 on the Brown corpus: 800,000 tokens in file order to learn from, 200,000 to choose by, the rest for the test; words of frequency 3 or less are one.</summary>
internal static class BrownBengioPreset
{
    internal static Preset Preset { get; } = new(
        "brown-bengio",
        "words of the Brown corpus by the protocol of Bengio 2003, 2 x LSTM 400, tied",
        new()
        {
            Preset = "brown-bengio",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 400, Layers = 2, Embedding = 400, TiedEmbeddings = true, Dropout = 0.5, LayerDropout = 0.4, EmbeddingDropout = 0.1, VariationalDropout = true },
            Data = new() { Source = "brown", BatchSize = 32, Steps = 35 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Loss = new() { Kind = LossKind.Sampled, Samples = 2_048 },
            Optimizer = new() { LearningRate = 0.002, ClipNorm = 1, WeightDecay = 0.02 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 200, Floor = 0.01 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.999 },
            Stop = new() { Epochs = 24, Patience = 3 },
            Validation = new() { EveryEpochs = 1 },
            Threads = 2,
        });
}
