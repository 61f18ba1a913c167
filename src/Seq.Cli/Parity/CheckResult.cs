namespace Seq.Cli.Parity;

/// <summary>The outcome of one comparison.</summary>
/// <param name="Name">Its name: <c>score-logits</c>, <c>step-logits</c>, <c>score-greedy</c>, <c>host-greedy</c>, <c>in-graph-greedy</c>, <c>golden-…</c>.</param>
/// <param name="What">What is compared with the trainer, in words.</param>
/// <param name="Passed">Whether everything compared agrees; false when nothing was compared.</param>
/// <param name="Compared">How many things were compared.</param>
/// <param name="Unit">What was counted: <c>logits</c> or <c>sequences</c>.</param>
/// <param name="FirstDifference">The first thing that differs; null when all agree.</param>
internal sealed record CheckResult(string Name, string What, bool Passed, long Compared, string Unit, string? FirstDifference)
{
    /// <summary>The largest absolute difference; null where tokens are compared.</summary>
    public double? MaxDifference { get; init; }

    /// <summary>Where that difference is.</summary>
    public string? Where { get; init; }

    /// <summary>How many differences were above the tolerance, so that float64 had to decide; null where tokens are compared.</summary>
    public long? Referred { get; init; }

    /// <summary>The trainer's largest difference from float64; null where it is not known.</summary>
    public double? TrainerError { get; init; }

    /// <summary>The bundle's largest difference from float64; null where it is not known.</summary>
    public double? BundleError { get; init; }
}
