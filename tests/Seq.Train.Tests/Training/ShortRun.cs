using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>A training of a few steps in a folder that goes away with the test.</summary>
internal sealed class ShortRun : IDisposable
{
    private readonly Seq.Tests.TemporaryFolder _folder = new();

    internal ShortRun(TrainingSettings? settings = null) => Settings = settings ?? Small;

    /// <summary>80 steps of 4 rows, validated every 64 samples.</summary>
    internal static TrainingSettings Small { get; } = new()
    {
        Preset = "digits",
        Task = TaskKind.EncoderDecoder,
        Model = new() { Hidden = 5, Embedding = 3, Attention = AttentionScore.Additive },
        Data = new() { Source = "digits", MinDigits = 1, MaxDigits = 3, BatchSize = 4 },
        Optimizer = new() { LearningRate = 0.01, ClipNorm = 1 },
        Schedule = new() { Kind = ScheduleKind.Cosine },
        Stop = new() { Samples = 320 },
        Validation = new() { EverySamples = 64, Samples = 20 },
    };

    /// <summary>The same with all that draws random numbers or carries a state: dropout, two LSTM layers, no attention.</summary>
    internal static TrainingSettings Dropping { get; } = Small with
    {
        Model = new() { Cell = CellKind.Lstm, Hidden = 5, Embedding = 3, Layers = 2, Bidirectional = true, Dropout = 0.3 },
    };

    internal TrainingSettings Settings { get; set; }

    internal string Folder => _folder["run"];

    internal string CheckpointPath => Path.Combine(Folder, Trainer.CheckpointFolder);

    internal string MetricsPath => Path.Combine(Folder, "metrics.jsonl");

    public void Dispose() => _folder.Dispose();

    /// <summary>The same run in another folder.</summary>
    internal ShortRun Copy()
    {
        var copy = new ShortRun(Settings);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    internal TrainingResult Start(ITrainingObserver? observer = null, TimeProvider? time = null, CancellationToken stop = default) =>
        new Trainer(Settings, new() { Folder = Folder }, observer, time).Run(stop);

    internal TrainingResult Resume(ITrainingObserver? observer = null, TimeProvider? time = null, CancellationToken stop = default) =>
        new Trainer(Settings, new() { Folder = Folder, Resume = true }, observer, time).Run(stop);

    /// <summary>Trains and stops cleanly after some steps.</summary>
    internal TrainingResult StartAndStopAfter(int steps)
    {
        using var stop = new StopAfter(steps);
        return Start(stop, new EveryReadIsLater(), stop.Token);
    }

    /// <summary>The weights' file as it is on disk.</summary>
    internal byte[] Weights() => Bytes(Checkpoint.WeightsFile);

    internal byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(CheckpointPath, file));

    /// <summary>Changes a file of the checkpoint, and its hash in the manifest too, so that only its reader can notice.</summary>
    internal void Forge(string file, Func<byte[], byte[]> change)
    {
        var content = change(Bytes(file));
        File.WriteAllBytes(Path.Combine(CheckpointPath, file), content);
        var manifestPath = Path.Combine(CheckpointPath, "checkpoint.json");
        var manifest = JsonNode.Parse(File.ReadAllBytes(manifestPath))!;
        manifest["files"]![file] = new JsonObject { ["bytes"] = content.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) };
        File.WriteAllText(manifestPath, manifest.ToJsonString());
    }

    /// <summary>A clock on which a second passes at each look, so that every step is reported.</summary>
    private sealed class EveryReadIsLater : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }

    /// <summary>Asks to stop at the given report, one of which comes after each step.</summary>
    private sealed class StopAfter(int steps) : ITrainingObserver, IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private int _seen;

        internal CancellationToken Token => _source.Token;

        public void OnStart(TrainingStart start)
        {
        }

        public void OnProgress(TrainingProgress progress)
        {
            if (++_seen == steps)
            {
                _source.Cancel();
            }
        }

        public void OnValidation(ValidationReport report)
        {
        }

        public void Dispose() => _source.Dispose();
    }
}
