using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

/// <summary>The smoke form of a preset in a folder of its own.</summary>
internal sealed class SmokeRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal SmokeRun(string preset, params string[] overrides)
    {
        Directory.CreateDirectory(_folder["data"]);
        Settings = SettingOverrides.Apply(SmokePreset.Of(Preset.Find(preset), _folder["data"]), overrides);
    }

    internal TrainingSettings Settings { get; }

    internal string Folder => _folder["run"];

    internal string CheckpointPath => Path.Combine(Folder, Trainer.CheckpointFolder);

    internal string BestPath => Path.Combine(Folder, Trainer.BestFolder);

    public void Dispose() => _folder.Dispose();

    internal TrainingResult Train(bool resume = false, ITrainingObserver? observer = null, TrainingSettings? settings = null, CancellationToken stop = default) =>
        new Trainer(settings ?? Settings, new() { Folder = Folder, Resume = resume, Data = Data }, observer, new TickingTime()).Run(stop);

    /// <summary>Trains this run's settings until some steps are done, and stops as Ctrl-C does.</summary>
    internal TrainingResult TrainSteps(int steps, TrainingSettings settings)
    {
        using var source = new CancellationTokenSource();
        var seen = 0;
        var watcher = new Watcher
        {
            OnEachStep = _ =>
            {
                if (++seen == steps)
                {
                    source.Cancel();
                }
            },
        };
        return Train(observer: watcher, settings: settings, stop: source.Token);
    }

    internal Evaluation Evaluate(string path, DataPart part = DataPart.Test, int? beam = null) =>
        Trainer.Evaluate(Checkpoint.Open(path), new() { Part = part, Data = Data, Beam = beam, Samples = part == DataPart.Validation ? Settings.Validation.Samples : null });

    /// <summary>What a resumed run must have in common with one that never stopped.</summary>
    internal Dictionary<string, string> Fingerprint()
    {
        var checkpoint = Checkpoint.Open(CheckpointPath);
        return checkpoint.Files
            .Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal))
            .ToDictionary(file => file, file => FileRecord.Of(File.ReadAllBytes(checkpoint.PathOf(file))).Sha256);
    }

    private DataFolders Data => new(null, _folder["none"]);

    /// <summary>A clock on which every look takes a second, so that each step is reported.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_seconds;
    }
}
