namespace Seq.Train;

/// <summary>How chrF is computed; the defaults are sacreBLEU's.</summary>
public sealed record ChrfOptions
{
    /// <summary>The defaults: chrF2.</summary>
    public static ChrfOptions Default { get; } = new();

    /// <summary>Longest character n-gram, from 1.</summary>
    public int CharacterOrder { get; init; } = 6;

    /// <summary>How much more recall weighs than precision, at least 0.</summary>
    public double Beta { get; init; } = 2;

    /// <summary>Whether the case of letters is ignored.</summary>
    public bool Lowercase { get; init; }
}
