namespace Seq.Train;

/// <summary>The generated examples of the digits task.</summary>
public sealed record DigitsSettings
{
    /// <summary>Fewest digits of an example.</summary>
    public int MinDigits { get; init; } = 5;

    /// <summary>Most digits of an example.</summary>
    public int MaxDigits { get; init; } = 10;
}
