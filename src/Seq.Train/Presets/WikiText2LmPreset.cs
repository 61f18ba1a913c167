using Seq.Model;

namespace Seq.Train;

/// <summary>The small language model of WikiText-2: two LSTM layers of 200, output tied to the embedding.</summary>
internal static class WikiText2LmPreset
{
    internal static Preset Preset { get; } = new(
        "wikitext2-lm",
        "words of WikiText-2, 2 x LSTM 200, tied embeddings",
        new()
        {
            Preset = "wikitext2-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 200, Layers = 2, Embedding = 200, TiedEmbeddings = true, Dropout = 0.2, EmbeddingDropout = 0.05, VariationalDropout = true },
            Data = new() { Source = "wikitext-2", BatchSize = 40, Steps = 50 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Loss = new() { Kind = LossKind.Sampled, Samples = 4_096, SampledUntil = 0.7 },
            Optimizer = new() { LearningRate = 0.003, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 200, Floor = 0.01 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.9995 },
            Stop = new() { Epochs = 20 },
            Validation = new() { EveryEpochs = 1 },
            Threads = 2,
        });
}
