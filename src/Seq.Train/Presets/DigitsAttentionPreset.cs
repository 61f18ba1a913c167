using Seq.Model;

namespace Seq.Train;

/// <summary>The digits task solved: a bidirectional GRU encoder and additive attention.</summary>
internal static class DigitsAttentionPreset
{
    internal static Preset Preset { get; } = new(
        "digits-attention",
        "spelled digits to digits, bidirectional GRU 64 with additive attention",
        new()
        {
            Preset = "digits-attention",
            Model = new() { Hidden = 64, Embedding = 16, Bidirectional = true, Attention = AttentionScore.Additive },
            Optimizer = new() { LearningRate = 0.005, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 },
            BatchSize = 64,
            Samples = 120_000,
            ValidationEvery = 10_000,
        });
}
