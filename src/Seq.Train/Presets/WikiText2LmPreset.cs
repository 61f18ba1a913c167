using Seq.Model;

namespace Seq.Train;

/// <summary>The small language model of WikiText-2: two LSTM layers of 200, output tied to the embedding.</summary>
/// <remarks>Plain SGD in short steps of few rows with a high rate and hard clipping, as Merity et al. 2018 do (arXiv:1708.02182). Adam in longer steps of twice the rows went down slower and stopped higher: docs/results.md.</remarks>
internal static class WikiText2LmPreset
{
    internal static Preset Preset { get; } = new(
        "wikitext2-lm",
        "words of WikiText-2, 2 x LSTM 200, tied embeddings",
        new()
        {
            Preset = "wikitext2-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 200, Layers = 2, Embedding = 200, TiedEmbeddings = true, Dropout = 0.25 },
            Data = new() { Source = "wikitext-2", BatchSize = 20, Steps = 35 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Loss = new() { Kind = LossKind.Sampled, Samples = 4_096 },
            Optimizer = new() { Kind = OptimizerKind.Sgd, LearningRate = 20, WeightDecay = 1.2e-6, ClipNorm = 0.25 },
            Schedule = new() { Kind = ScheduleKind.Cosine, Floor = 0.005 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.9995 },
            Stop = new() { Epochs = 22 },
            Validation = new() { EveryEpochs = 1, Samples = 100_000 },
            Threads = 2,
        });
}
