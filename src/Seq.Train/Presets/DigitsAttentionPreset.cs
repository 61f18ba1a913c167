using Seq.Model;

namespace Seq.Train;

/// <summary>The digits task solved: additive attention lets the decoder look at each word as it writes its digit.</summary>
internal static class DigitsAttentionPreset
{
    internal static Preset Preset { get; } = new(
        "digits-attention",
        "spelled digits to digits, GRU 64 with additive attention",
        new()
        {
            Preset = "digits-attention",
            Model = new() { Hidden = 64, Embedding = 16, Attention = AttentionScore.Additive },
            Optimizer = new() { LearningRate = 0.005, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1, WeightDecay = 0.3, LabelSmoothing = 0.1 },
            BatchSize = 64,
            Samples = 50_000,
            ValidationEvery = 5_000,
        });
}
