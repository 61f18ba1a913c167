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
            Model = new() { Hidden = 64, Embedding = 16, Attention = AttentionScore.Dot },
            Data = new() { MinDigits = 1 },
            Optimizer = new() { LearningRate = 0.005, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1, WeightDecay = 0.3, LabelSmoothing = 0.2 },
            BatchSize = 64,
            Samples = 70_000,
            ValidationEvery = 5_000,
        });
}
