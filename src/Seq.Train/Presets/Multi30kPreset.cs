using Seq.Model;

namespace Seq.Train;

/// <summary>English to German captions: a bidirectional GRU of 320 reads byte pairs, a GRU with attention writes them; much dropout, for there are 29,000 pairs only.</summary>
internal static class Multi30kPreset
{
    internal static Preset Preset { get; } = new(
        "multi30k",
        "English to German (Multi30k), byte pairs, GRU 320 with attention",
        new()
        {
            Preset = "multi30k",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Cell = CellKind.Gru, Hidden = 320, Embedding = 320, Bidirectional = true, Attention = AttentionScore.General, TiedEmbeddings = true, Dropout = 0.45 },
            Data = new() { Source = "multi30k", Unit = TokenUnit.BytePairs, Merges = 7_000, SharedMerges = true, BatchSize = 64, MaxLength = 60 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, Recurrent = WeightInitialiser.Orthogonal },
            Loss = new() { LabelSmoothing = 0.1 },
            Optimizer = new() { LearningRate = 0.001, ClipNorm = 1, WeightDecay = 0.01 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 400, Floor = 0.02 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.999 },
            Regularisation = new() { WordDropout = 0.05 },
            Stop = new() { Epochs = 13 },
            Validation = new() { EveryEpochs = 1, BatchSize = 64, Beam = 8 },
            Threads = 2,
        });
}
