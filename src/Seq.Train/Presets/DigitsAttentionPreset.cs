using Seq.Model;

namespace Seq.Train;

/// <summary>The digits task solved: dot attention lets the decoder look at each word as it writes its digit.</summary>
internal static class DigitsAttentionPreset
{
    internal static Preset Preset { get; } = new(
        "digits-attention",
        "spelled digits to digits, GRU 64 with dot attention",
        new()
        {
            Preset = "digits-attention",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Hidden = 64, Embedding = 16, Attention = AttentionScore.Dot },
            Data = new() { Source = "digits", MinDigits = 1, BatchSize = 64 },
            Loss = new() { LabelSmoothing = 0.2 },
            Optimizer = new() { LearningRate = 0.005, ClipNorm = 1, WeightDecay = 0.3 },
            Schedule = new() { Kind = ScheduleKind.Cosine },
            Stop = new() { Samples = 70_000 },
            Validation = new() { EverySamples = 5_000, Samples = 1_000, BatchSize = 250 },
        });
}
