using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

/// <summary>A training of a few dozen steps in a folder of its own, which can be stopped, crashed and resumed.</summary>
internal sealed class TinyRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal TinyRun(params string[] overrides)
    {
        Settings = SettingOverrides.Apply(
            Preset.Find("digits").Settings,
            [
                "model.hidden=6", "model.embedding=4", "data.min_digits=1", "data.max_digits=3", "data.batch_size=8", "stop.samples=304",
                "validation.every_samples=96", "validation.samples=20", .. overrides,
            ]);
    }

    internal TrainingSettings Settings { get; set; }

    internal string Folder => _folder["run"];

    internal string CheckpointPath => Path.Combine(Folder, Trainer.CheckpointFolder);

    public void Dispose() => _folder.Dispose();

    internal TrainingResult Train(bool resume = false, ITrainingObserver? observer = null, CancellationToken cancellationToken = default) =>
        new Trainer(Settings, new() { Folder = Folder, Resume = resume }, observer, new TickingTime()).Run(cancellationToken);

    /// <summary>Trains until some samples are seen, and stops as Ctrl-C does.</summary>
    internal TrainingResult TrainUntil(long samples, bool resume = false)
    {
        using var source = new CancellationTokenSource();
        var observer = new Watcher { OnEachStep = progress => CancelAt(progress, samples, source) };
        return Train(resume, observer, source.Token);
    }

    /// <summary>What a resumed run must have in common with one that never stopped: weights, optimizer, random states.</summary>
    internal Dictionary<string, string> Fingerprint()
    {
        var checkpoint = Checkpoint.Open(CheckpointPath);
        return checkpoint.Files
            .Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal))
            .ToDictionary(file => file, file => FileRecord.Of(File.ReadAllBytes(checkpoint.PathOf(file))).Sha256);
    }

    /// <summary>The lines of the metrics; the clock of these runs ticks by use, so even the speeds would tell of a stop and are cut out.</summary>
    internal string[] Metrics() =>
        [.. File.ReadLines(Path.Combine(Folder, "metrics.jsonl")).Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"(samples_per_second|tokens_per_second|seconds)\":[^,}]*", ""))];

    private static void CancelAt(TrainingProgress progress, long samples, CancellationTokenSource source)
    {
        if (progress.Samples >= samples)
        {
            source.Cancel();
        }
    }

    /// <summary>A clock on which every look takes a second, so that each step is reported.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_seconds;
    }
}

/// <summary>Keeps what a training reports.</summary>
internal sealed class Watcher : ITrainingObserver
{
    internal List<TrainingStart> Starts { get; } = [];

    internal List<TrainingProgress> Steps { get; } = [];

    internal List<ValidationReport> Validations { get; } = [];

    internal Action<TrainingProgress>? OnEachStep { get; init; }

    internal Action<ValidationReport>? OnEachValidation { get; init; }

    public void OnStart(TrainingStart start) => Starts.Add(start);

    public void OnProgress(TrainingProgress progress)
    {
        Steps.Add(progress);
        OnEachStep?.Invoke(progress);
    }

    public void OnValidation(ValidationReport report)
    {
        Validations.Add(report);
        OnEachValidation?.Invoke(report);
    }
}
