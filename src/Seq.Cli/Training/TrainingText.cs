using System.Globalization;
using System.Runtime.CompilerServices;
using Seq.Cli.Evaluation;
using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>A training's reports as text.</summary>
internal static class TrainingText
{
    private const int Shown = 4; // The metrics that decide come first; the rest is in metrics.jsonl.

    internal static string Of(TrainingStart start) => Invariant(
        $"training {start.Settings.Preset}: {start.Parameters:N0} parameters, "
        + $"{start.TotalSamples:N0} {start.SampleName} in batches of {start.Settings.Data.BatchSize}, seed {start.Settings.Seed}, "
        + $"{start.Settings.Threads} {(start.Settings.Threads == 1 ? "thread" : "threads")}, {start.Settings.Device}{Resumed(start)}{Notices(start)}");

    internal static string Of(TrainingProgress progress, string unit) => Invariant(
        $"{progress.Samples:N0} of {progress.TotalSamples:N0} {unit}, loss {progress.Loss:0.0000}, {Speed(progress, unit)}, {Clock(progress.TimeLeft)} left");

    internal static string Of(ValidationReport report, string unit) => Invariant(
        $"{report.Progress.Samples:N0} {unit}, {Clock(TimeSpan.FromSeconds(report.Progress.Seconds))}: loss {report.Progress.Loss:0.0000}, validation "
        + $"{string.Join(", ", report.Evaluation.Metrics.Take(Shown).Select(MetricText.Of))}, {Speed(report.Progress, unit)}{(report.IsBest ? ", best" : "")}");

    /// <summary>Minutes and seconds, and hours when there are any.</summary>
    internal static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : Invariant($"{time.Minutes}:{time.Seconds:00}");

    private static string Speed(TrainingProgress progress, string unit)
    {
        var tokens = unit == "tokens" ? "" : Invariant($", {progress.TokensPerSecond:N0} tokens/s");
        var padding = progress.PaddingShare >= 0.0005 ? Invariant($", {progress.PaddingShare:P1} padding") : "";
        return Invariant($"{progress.SamplesPerSecond:N0} {unit}/s{tokens}{padding}");
    }

    private static string Resumed(TrainingStart start) => start.ResumedAt is { } samples ? Invariant($", resumed at {samples:N0} {start.SampleName}") : "";

    private static string Notices(TrainingStart start) => string.Concat(start.Notices.Select(notice => $"\nnote: {notice}"));

    private static string Invariant(DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);
}
