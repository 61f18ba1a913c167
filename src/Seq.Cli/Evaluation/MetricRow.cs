using System.Globalization;
using Seq.Cli.Training;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>An evaluation as a row of a Markdown table.</summary>
internal static class MetricRow
{
    /// <param name="run">What was named on the command line.</param>
    /// <param name="checkpoint">The checkpoint measured.</param>
    /// <param name="settings">The settings of its training.</param>
    /// <param name="part">The part of the data.</param>
    /// <param name="evaluation">The result.</param>
    /// <returns>Preset, metrics, parameters, samples learned from, time of the whole training, part.</returns>
    internal static string Of(string run, Checkpoint checkpoint, TrainingSettings settings, string part, Train.Evaluation evaluation)
    {
        var last = Path.Combine(run, Trainer.CheckpointFolder);
        var (samples, _, _) = Trainer.ProgressOf(checkpoint);
        var (total, elapsed, complete) = Trainer.ProgressOf(Checkpoint.Exists(last) ? Checkpoint.Open(last) : checkpoint);
        var metrics = string.Join(", ", evaluation.Metrics.Select(MetricText.Of));
        var notes = string.Concat(evaluation.Notes.Select(note => $" ({note.Replace('|', ' ')})"));
        var threads = settings.Threads == 1 ? "1 thread" : string.Create(CultureInfo.InvariantCulture, $"{settings.Threads} threads");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{settings.Preset}` | {metrics}{notes} | {part}, {evaluation.Samples:N0} | {checkpoint.Description.ParameterCount:N0} | {samples:N0} of {total:N0}{(complete ? "" : ", stopped")} | {TrainingText.Clock(elapsed)}, {threads} |");
    }
}
