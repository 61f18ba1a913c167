using System.Globalization;
using System.Runtime.CompilerServices;
using Seq.Cli.Evaluation;
using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>A training's reports as text.</summary>
internal static class TrainingText
{
    internal static string Of(TrainingStart start) => Invariant(
        $"training {start.Settings.Preset}: {start.Parameters:N0} parameters, "
        + $"{start.Settings.Samples:N0} samples in batches of {start.Settings.BatchSize}, seed {start.Settings.Seed}, "
        + $"{start.Threads} {(start.Threads == 1 ? "thread" : "threads")}{Resumed(start)}");

    internal static string Of(TrainingProgress progress) => Invariant(
        $"{progress.Samples:N0} of {progress.TotalSamples:N0} samples, loss {progress.Loss:0.0000}, "
        + $"{progress.SamplesPerSecond:N0} samples/s, {Clock(progress.TimeLeft)} left");

    internal static string Of(ValidationReport report) => Invariant(
        $"{report.Progress.Samples:N0} samples: validation loss {report.Evaluation.Loss:0.0000}, "
        + $"right tokens {Percent(report.Evaluation.TeacherForced.Tokens)} teacher forced, {Percent(report.Evaluation.FreeRunning.Tokens)} free running, "
        + $"right sequences {Percent(report.Evaluation.FreeRunning.Sequences)}");

    /// <summary>Minutes and seconds, and hours when there are any.</summary>
    internal static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : Invariant($"{time.Minutes}:{time.Seconds:00}");

    private static string Resumed(TrainingStart start) => start.ResumedAt is { } samples ? Invariant($", resumed at {samples:N0} samples") : "";

    private static string Percent(double share) => AccuracyTable.Percent(share);

    private static string Invariant(DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);
}
