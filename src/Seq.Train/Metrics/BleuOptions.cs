namespace Seq.Train;

/// <summary>How BLEU is computed; the defaults are sacreBLEU's.</summary>
public sealed record BleuOptions
{
    /// <summary>The defaults.</summary>
    public static BleuOptions Default { get; } = new();

    /// <summary>How texts are cut into tokens.</summary>
    public BleuTokenizer Tokenizer { get; init; }

    /// <summary>Whether the case of letters is ignored.</summary>
    public bool Lowercase { get; init; }

    /// <summary>What stands in for a precision of zero.</summary>
    public BleuSmoothing Smoothing { get; init; }

    /// <summary>The number that <see cref="BleuSmoothing.Floor"/> (null: 0.1) and <see cref="BleuSmoothing.AddK"/> (null: 1) use.</summary>
    public double? SmoothingValue { get; init; }

    /// <summary>Whether orders for which the hypotheses are too short are left out of the mean; for single sentences.</summary>
    public bool EffectiveOrder { get; init; }

    /// <summary>Longest n-gram, from 1.</summary>
    public int MaxOrder { get; init; } = 4;

    /// <summary>The number in force, where the smoothing has one.</summary>
    internal double? EffectiveSmoothingValue => Smoothing switch
    {
        BleuSmoothing.Floor => SmoothingValue ?? 0.1,
        BleuSmoothing.AddK => SmoothingValue ?? 1,
        _ => null,
    };

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOrder, 1);
        if (SmoothingValue is { } value && !(double.IsFinite(value) && value >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(SmoothingValue), value, "The smoothing value must be a finite number of at least 0.");
        }
    }
}
