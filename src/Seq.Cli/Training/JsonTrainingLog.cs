using Seq.Cli.Output;
using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>A training as one JSON object per line.</summary>
internal sealed class JsonTrainingLog(TextWriter output) : ITrainingObserver
{
    public void OnStart(TrainingStart start)
    {
        var settings = SettingOverrides.List(start.Settings).ToDictionary(pair => pair.Key, pair => pair.Value);
        Json.WriteLine(
            output,
            new(
                "start", start.Settings.Preset, settings, start.Parameters, start.Settings.Threads, start.Settings.Device, start.TotalSamples, start.SampleName, start.ResumedAt,
                start.Notices),
            Json.Lines.StartEvent);
        output.Flush();
    }

    public void OnProgress(TrainingProgress progress)
    {
        Json.WriteLine(
            output,
            new("progress", progress.Samples, progress.TotalSamples, progress.Loss, progress.SamplesPerSecond, progress.TokensPerSecond, progress.PaddingShare, progress.TimeLeft.TotalSeconds),
            Json.Lines.ProgressEvent);
        output.Flush();
    }

    public void OnValidation(ValidationReport report)
    {
        var evaluation = report.Evaluation;
        Json.WriteLine(
            output,
            new(
                "validation", report.Progress.Samples, evaluation.Loss, evaluation.Metrics.ToDictionary(metric => metric.Name, metric => metric.Value), report.IsBest,
                evaluation.TeacherForced, evaluation.FreeRunning, report.CheckpointPath),
            Json.Lines.ValidationEvent);
        output.Flush();
    }
}
