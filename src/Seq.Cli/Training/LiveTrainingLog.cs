using Seq.Train;
using Spectre.Console;

namespace Seq.Cli.Training;

/// <summary>A training as a bar that moves, with a line above it for each validation.</summary>
internal sealed class LiveTrainingLog : ITrainingObserver
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _bar;
    private string _unit = "samples";

    private LiveTrainingLog(IAnsiConsole console, ProgressTask bar)
    {
        (_console, _bar) = (console, bar);
    }

    /// <summary>Runs a training under a bar.</summary>
    internal static TrainingResult Run(IAnsiConsole console, Func<ITrainingObserver, TrainingResult> train) => console.Progress()
        .AutoRefresh(true)
        .Columns(new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context => train(new LiveTrainingLog(console, context.AddTask("starting"))));

    public void OnStart(TrainingStart start)
    {
        _unit = start.SampleName;
        _bar.MaxValue = start.TotalSamples;
        _bar.Value = start.ResumedAt ?? 0;
        _console.WriteLine(TrainingText.Of(start));
    }

    public void OnProgress(TrainingProgress progress)
    {
        _bar.Value = progress.Samples;
        _bar.Description = Markup.Escape(FormattableString.Invariant(
            $"loss {progress.Loss:0.0000}  {progress.SamplesPerSecond:N0} {_unit}/s  {TrainingText.Clock(progress.TimeLeft)} left"));
    }

    public void OnValidation(ValidationReport report)
    {
        OnProgress(report.Progress);
        _console.WriteLine(TrainingText.Of(report, _unit));
    }
}
