using Seq.Model;

namespace Seq.Train;

/// <summary>The digits task without a mistake: an encoder that reads in both directions tells words apart that sound alike to one, such as the first and the last "one" of many.</summary>
internal static class DigitsBidirectionalPreset
{
    internal static Preset Preset { get; } = new(
        "digits-bidirectional",
        "spelled digits to digits, bidirectional GRU 48 with general attention",
        new()
        {
            Preset = "digits-bidirectional",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Hidden = 48, Embedding = 16, Bidirectional = true, Attention = AttentionScore.General },
            Data = new() { Source = "digits", MinDigits = 1, BatchSize = 64 },
            Loss = new() { LabelSmoothing = 0.1 },
            Optimizer = new() { LearningRate = 0.005, ClipNorm = 1, WeightDecay = 0.1 },
            Schedule = new() { Kind = ScheduleKind.Cosine },
            Stop = new() { Samples = 120_000 },
            Validation = new() { EverySamples = 10_000, Samples = 5_000, BatchSize = 250 }, // Fewer cannot tell the last mistakes apart.
        });
}
