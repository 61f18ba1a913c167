using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>Passes reports on, and keeps the last validation for the end.</summary>
internal sealed class LastValidation(ITrainingObserver inner) : ITrainingObserver
{
    /// <summary>The last validation; null when there was none.</summary>
    internal Train.Evaluation? Evaluation { get; private set; }

    public void OnStart(TrainingStart start) => inner.OnStart(start);

    public void OnProgress(TrainingProgress progress) => inner.OnProgress(progress);

    public void OnValidation(ValidationReport report)
    {
        Evaluation = report.Evaluation;
        inner.OnValidation(report);
    }
}
