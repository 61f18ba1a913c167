using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>A training as plain lines, for pipes and files.</summary>
internal sealed class PlainTrainingLog(TextWriter output, TimeProvider time) : ITrainingObserver
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);
    private long _lastLine = time.GetTimestamp();
    private string _unit = "samples";

    public void OnStart(TrainingStart start)
    {
        _unit = start.SampleName;
        Write(TrainingText.Of(start));
    }

    public void OnProgress(TrainingProgress progress)
    {
        if (time.GetElapsedTime(_lastLine) >= ProgressEvery)
        {
            Write(TrainingText.Of(progress, _unit));
        }
    }

    public void OnValidation(ValidationReport report) => Write(TrainingText.Of(report, _unit));

    private void Write(string line)
    {
        _lastLine = time.GetTimestamp();
        output.WriteLine(line);
        output.Flush();
    }
}
