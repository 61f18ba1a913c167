namespace Seq.Cli.Parity;

/// <summary>The outcome of one comparison.</summary>
/// <param name="Name">Its name, as docs/parity.md lists them: <c>score-logits</c>, <c>step-states</c>, <c>in-graph-beam</c>, <c>golden-logits</c>, …</param>
/// <param name="What">What is compared, in words.</param>
/// <param name="Passed">Whether everything compared agrees; false when nothing was compared.</param>
/// <param name="Compared">How many things were compared.</param>
/// <param name="Unit">What was counted: <c>logits</c>, <c>numbers</c> or <c>sequences</c>.</param>
/// <param name="FirstDifference">The first thing that differs; null when all agree.</param>
internal sealed record CheckResult(string Name, string What, bool Passed, long Compared, string Unit, string? FirstDifference)
{
    /// <summary>The largest difference between trainer and bundle, relative to the largest number of its step where that exceeds 1; null where tokens are compared.</summary>
    public double? MaxDifference { get; init; }

    /// <summary>Where that difference is.</summary>
    public string? Where { get; init; }

    /// <summary>The trainer's largest difference from float64, likewise; null where it is not known.</summary>
    public double? TrainerError { get; init; }

    /// <summary>The bundle's largest difference from float64, likewise; null where it is not known.</summary>
    public double? BundleError { get; init; }

    /// <summary>What the bundle's difference may be; null where tokens are compared.</summary>
    public double? Limit { get; init; }

    /// <summary>Sequences that differ by a choice that float32 cannot make: a change of the logits within the rounding measured changes the trainer's own; null for logits.</summary>
    public long? WithinRounding { get; init; }

    /// <summary>Numbers that were not compared, for the trainer itself leaves the range of float32 there.</summary>
    public long Skipped { get; init; }

    /// <summary>A sentence on what is wrong, without its full stop; null when the check passed.</summary>
    internal string? Failure => Passed ? null : Compared == 0 ? $"{Name}: {FirstDifference}" : $"{Name} differs first at {FirstDifference}";
}
