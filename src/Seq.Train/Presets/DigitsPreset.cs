namespace Seq.Train;

/// <summary>The plain encoder-decoder of the digits task: a GRU of 16 on each side, no attention, batches of 16, 200,000 examples.</summary>
internal static class DigitsPreset
{
    internal static Preset Preset { get; } = new(
        "digits",
        "spelled digits to digits, GRU 16, no attention",
        new() { Preset = "digits", Model = new() });
}
