namespace Seq.Train.Tests;

/// <summary>Keeps every report.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    internal List<TrainingStart> Starts { get; } = [];

    internal List<TrainingProgress> Progress { get; } = [];

    internal List<ValidationReport> Validations { get; } = [];

    public void OnStart(TrainingStart start) => Starts.Add(start);

    public void OnProgress(TrainingProgress progress) => Progress.Add(progress);

    public void OnValidation(ValidationReport report) => Validations.Add(report);
}
