namespace Seq.Cli.Parity;

/// <summary>What <c>seq parity</c> found.</summary>
/// <param name="Passed">Whether every check passed.</param>
/// <param name="Samples">Number of random inputs.</param>
/// <param name="Batches">Number of batches they came in.</param>
/// <param name="Seed">What the inputs were drawn from.</param>
/// <param name="Tolerance">The largest difference of logits that passes.</param>
/// <param name="Checks">The checks, in the order in which a difference is best understood.</param>
internal sealed record ParityReport(bool Passed, int Samples, int Batches, ulong Seed, double Tolerance, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>A sentence on the first check that failed; null when all passed.</summary>
    internal string? Failure => Checks.FirstOrDefault(check => !check.Passed) is { } failed
        ? $"{failed.Name} differs first at {failed.FirstDifference ?? "nothing: there was nothing to compare"}."
        : null;
}
