using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>What <c>seq parity</c> found.</summary>
/// <param name="Passed">Whether every check passed.</param>
/// <param name="Kind">The kind of model.</param>
/// <param name="Samples">Number of random inputs.</param>
/// <param name="Batches">Number of batches they came in.</param>
/// <param name="Seed">What the inputs were drawn from.</param>
/// <param name="Checks">The checks, in the order in which a difference is best understood.</param>
internal sealed record ParityReport(bool Passed, string Kind, int Samples, int Batches, ulong Seed, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>The checkpoint's folder, as it was given.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The bundle's folder, as it was given.</summary>
    public string? Bundle { get; init; }

    /// <summary>What ran the bundle's graphs; null when the process died before it told.</summary>
    public string? Provider { get; init; }

    /// <summary>What was compared with what, by hashes and versions.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>The trainer's largest difference from float64 over all whole sequences.</summary>
    public double TrainerError { get; init; }

    /// <summary>The bundle's.</summary>
    public double BundleError { get; init; }

    /// <summary>
    /// The trainer's with its weights changed in their last bit, the largest of several trials: what rounding may do to this model. Null when nobody had to ask, for the
    /// trainer's own distance was enough.
    /// </summary>
    public double? ShakenTrainerError { get; init; }

    /// <summary>Whether the trainer itself is far from float64: then float32 does not determine the model's numbers, on whatever machine.</summary>
    public bool IllConditioned { get; init; }

    /// <summary>What of the bundle no check could look at, and why; empty when everything was compared.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>Layer and step at which bundle and trainer part; null when they do not, or when no single step shows it.</summary>
    public string? FirstDivergence { get; init; }

    /// <summary>How the process that compared them died; null when it did not.</summary>
    public CrashRecord? Crash { get; init; }

    /// <summary>A sentence on the first check that failed; null when all passed.</summary>
    internal string? Failure => Crash is not null
        ? $"{Crash.Summary} while comparing."
        : !Passed && Evidence is { IsOfOtherWeights: true }
            ? $"the bundle was exported from other weights: from those with the SHA-256 {Evidence.ExportedFromSha256}, and the checkpoint's have {Evidence.CheckpointSha256}."
        : Checks.FirstOrDefault(check => !check.Passed) is { } failed
            ? failed.Failure!.TrimEnd('.') + "."
                + (FirstDivergence is { } place && place != failed.FirstDifference ? $" First diverging layer: {place}." : "")
            : null;

    internal static ParityReport Crashed(ModelDescription model, int samples, ulong seed, CrashRecord crash) => new(false, model.Kind, samples, 0, seed, []) { Crash = crash };
}

/// <summary>The end of a process that left no report.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Summary">That in words.</param>
/// <param name="ErrorTail">The last lines that it wrote to standard error.</param>
internal sealed record CrashRecord(int ExitCode, string Summary, string ErrorTail);
