namespace Seq.Train;

/// <summary>When a training is complete: after its epochs, samples or minutes, or earlier when validation says so.</summary>
public sealed record StopSettings
{
    /// <summary>Times that the data is gone through; null where samples say the length.</summary>
    public int? Epochs { get; init; }

    /// <summary>Samples in all: examples, or predicted tokens of a stream; null where epochs say the length.</summary>
    public long? Samples { get; init; }

    /// <summary>Minutes of training, over all resumed parts; the run is then complete, with a last validation. Null for no limit.</summary>
    /// <remarks>The one setting by which time decides about numbers: two runs need not stop after the same step.</remarks>
    public double? MaxMinutes { get; init; }

    /// <summary>Validations without a better metric after which training stops; null never does.</summary>
    public int? Patience { get; init; }

    /// <summary>Steps before which neither epochs nor patience end a training: a few hundred examples need more epochs than a million. Epochs go on until then, rounded up.</summary>
    public int MinSteps { get; init; }

    /// <summary>By how much a metric has to become better to count, for <see cref="Patience"/>.</summary>
    public double Tolerance { get; init; }

    /// <summary>Stops when the validation metric is at least this good; null never does.</summary>
    public double? At { get; init; }

    /// <summary>Validations in a row that have to reach <see cref="At"/>.</summary>
    public int AtTimes { get; init; } = 3;

    internal IEnumerable<string> Problems()
    {
        if (Epochs is null == Samples is null)
        {
            yield return "stop.epochs and stop.samples: give one of them, and null for the other.";
        }

        if (Epochs is < 1 or > 1_000_000)
        {
            yield return $"stop.epochs is {Epochs}; it must lie between 1 and 1000000.";
        }

        if (Samples is < 1 or > 1_000_000_000_000)
        {
            yield return $"stop.samples is {Samples}; it must lie between 1 and 1000000000000.";
        }

        if (MaxMinutes is not (null or (> 0 and <= 1e7)))
        {
            yield return FormattableString.Invariant($"stop.max_minutes is {MaxMinutes}; it must lie above 0 and not above 10000000, or be null.");
        }

        if (Patience is < 1 or > 1_000_000)
        {
            yield return $"stop.patience is {Patience}; it must lie between 1 and 1000000, or be null.";
        }

        if (!(Tolerance is >= 0 and <= 1e9))
        {
            yield return FormattableString.Invariant($"stop.tolerance is {Tolerance}; it must lie between 0 and 1000000000.");
        }

        if (MinSteps is < 0 or > 1_000_000_000)
        {
            yield return $"stop.min_steps is {MinSteps}; it must lie between 0 and 1000000000.";
        }

        if (At is { } at && !double.IsFinite(at))
        {
            yield return "stop.at must be a number, or null.";
        }

        if (AtTimes is < 1 or > 1_000)
        {
            yield return $"stop.at_times is {AtTimes}; it must lie between 1 and 1000.";
        }
    }

    /// <summary>Settings that do nothing beside the others here.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective()
    {
        if (MinSteps > 0 && Epochs is null && Patience is null)
        {
            yield return new("stop.min_steps", "stop.min_steps has an effect only with stop.epochs or stop.patience", "leave it at 0");
        }

        if (Tolerance > 0 && Patience is null)
        {
            yield return new("stop.tolerance", "stop.tolerance has an effect only with stop.patience", "leave it at 0");
        }
    }
}
