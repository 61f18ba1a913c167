namespace Seq.Cli.Parity;

/// <summary>The outcome of one comparison.</summary>
/// <param name="Name">Its name: <c>score-logits</c>, <c>step-logits</c>, <c>score-greedy</c>, <c>host-greedy</c>, <c>in-graph-greedy</c>, <c>golden-…</c>.</param>
/// <param name="What">What is compared with the trainer, in words.</param>
/// <param name="Passed">Whether everything compared agrees; false when nothing was compared.</param>
/// <param name="Compared">How many things were compared.</param>
/// <param name="Unit">What was counted: <c>logits</c> or <c>sequences</c>.</param>
/// <param name="MaxDifference">The largest absolute difference; null where tokens are compared.</param>
/// <param name="Where">Where that difference is.</param>
/// <param name="FirstDifference">The first thing out of tolerance; null when all agree.</param>
internal sealed record CheckResult(
    string Name, string What, bool Passed, long Compared, string Unit, double? MaxDifference, string? Where, string? FirstDifference);
