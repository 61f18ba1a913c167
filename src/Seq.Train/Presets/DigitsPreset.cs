namespace Seq.Train;

/// <summary>The plain encoder-decoder of the digits task: a GRU of 16 on each side, no attention, batches of 16, 200,000 examples.</summary>
internal static class DigitsPreset
{
    internal static Preset Preset { get; } = new(
        "digits",
        "spelled digits to digits, GRU 16, no attention",
        new()
        {
            Preset = "digits",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Hidden = 16, Embedding = 8 },
            Data = new() { Source = "digits", BatchSize = 16 },
            Optimizer = new() { LearningRate = 0.005, ClipNorm = 5 },
            Stop = new() { Samples = 200_000 },
            Validation = new() { EverySamples = 5_000, Samples = 1_000, BatchSize = 250 },
        });
}
