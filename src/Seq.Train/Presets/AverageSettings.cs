using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>Which mean of the weights over the steps is the model.</summary>
public enum AverageKind
{
    /// <summary>None: the weights after the last step.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The exponential moving mean, θ̄ ← β θ̄ + (1 − β) θ; β grows up to <c>decay</c> over the first steps, as (1 + t) / (10 + t).</summary>
    [JsonStringEnumMemberName("ema")]
    Ema,

    /// <summary>The mean of all steps from the epoch <c>start</c> on (Polyak and Juditsky 1992).</summary>
    [JsonStringEnumMemberName("asgd")]
    Asgd,

    /// <summary>The mean of all steps since the validation metric stopped becoming better: NT-ASGD (Merity et al. 2018, algorithm 1).</summary>
    [JsonStringEnumMemberName("nt-asgd")]
    NtAsgd,
}

/// <summary>Averaging of the weights; the mean is what is validated, saved and exported, the weights themselves are what training goes on from.</summary>
public sealed record AverageSettings
{
    /// <summary>Which mean; none by default.</summary>
    public AverageKind Kind { get; init; }

    /// <summary>β of the exponential mean, in (0, 1).</summary>
    public double Decay { get; init; } = 0.999;

    /// <summary>Epochs before the mean of asgd begins.</summary>
    public double Start { get; init; }

    /// <summary>Validations n of nt-asgd: the mean begins when a metric is no better than the best of those more than n validations ago.</summary>
    public int Patience { get; init; } = 5;

    internal IEnumerable<string> Problems()
    {
        if (!(Decay is > 0 and < 1))
        {
            yield return FormattableString.Invariant($"average.decay is {Decay}; it must lie in (0, 1).");
        }

        if (!(Start is >= 0 and <= 1e9))
        {
            yield return FormattableString.Invariant($"average.start is {Start}; it must lie between 0 and 1000000000.");
        }

        if (Patience is < 1 or > 1_000)
        {
            yield return $"average.patience is {Patience}; it must lie between 1 and 1000.";
        }
    }

    /// <summary>Settings that do nothing beside the others here.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective()
    {
        var standard = new AverageSettings();
        if (Decay != standard.Decay && Kind != AverageKind.Ema)
        {
            yield return new("average.decay", "average.decay has an effect only on ema", "leave it at 0.999");
        }

        if (Start != standard.Start && Kind != AverageKind.Asgd)
        {
            yield return new("average.start", "average.start has an effect only on asgd", "leave it at 0");
        }

        if (Patience != standard.Patience && Kind != AverageKind.NtAsgd)
        {
            yield return new("average.patience", "average.patience has an effect only on nt-asgd", "leave it at 5");
        }
    }
}
