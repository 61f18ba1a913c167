using System.Diagnostics;
using System.Globalization;
using Seq.Bench.Measuring;
using Seq.Train;
using TorchSharp;

namespace Seq.Bench.Training;

/// <summary>Training steps beside PyTorch's, in alternating rounds, with equal weights and batches.</summary>
internal sealed class TrainBench(int rounds, int threads, string python)
{
    private const int TrajectorySteps = 50;
    private const double SecondsPerRound = 2;

    internal int Run(string? only, TextWriter output)
    {
        var cases = new (string Name, Func<TrainingCase> Create)[]
        {
            ("brown-lm", () => new LanguageModelCase()), ("imdb-lstm", () => new ClassifierCase()), ("seq2seq", () => new SequenceToSequenceCase()),
        };
        if (only is not null && !cases.Any(entry => entry.Name == only))
        {
            Console.Error.WriteLine($"There is no model '{only}'. The models are {string.Join(", ", cases.Select(entry => entry.Name))}.");
            return 2;
        }

        NativeHeap.KeepFreedMemory(); // as the trainer does
        torch.set_num_threads(threads);
        var table = new MarkdownTable("model", "ours, ms a step", "PyTorch padded, ms", "padded / ours", "PyTorch packed, ms", "packed / ours", "ours, tokens/s", $"largest loss difference in {TrajectorySteps} steps");
        var version = "not found";
        foreach (var (name, create) in cases)
        {
            if (only is null || only == name)
            {
                torch.manual_seed(1);
                using var training = create();
                version = Measure(training, table) ?? version;
            }
        }

        output.WriteLine($"{Machine.Describe()}; PyTorch {version}; {threads} threads each, OPENBLAS_CORETYPE {Machine.BlasCore}; medians of {rounds} alternating rounds.");
        output.WriteLine();
        output.Write(table.ToString());
        return 0;
    }

    private string? Measure(TrainingCase training, MarkdownTable table)
    {
        var folder = Directory.CreateTempSubdirectory("seq-bench-").FullName;
        try
        {
            PeerFolder.Write(folder, training);
            using var padded = Start(folder, "padded");
            using var packed = training.IsRagged ? Start(folder, "packed") : null;
            var difference = padded is null ? (double?)null : Trajectory(training, padded);
            List<double> ours = [], theirs = [], theirPacked = [];
            var steps = Math.Max(2, (int)(SecondsPerRound / Time(training, 3)));
            var packedSteps = packed is null ? 0 : Math.Max(1, (int)(SecondsPerRound / Ask(packed, 1)));
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(Time(training, steps));
                theirs.AddRange(padded is null ? [] : [Ask(padded, steps)]);
                theirPacked.AddRange(packed is null ? [] : [Ask(packed, packedSteps)]);
            }

            var median = Statistics.Median(ours);
            table.Add(
                training.Name, Milliseconds(median), theirs.Count == 0 ? "-" : Milliseconds(Statistics.Median(theirs)), Ratio(theirs, ours),
                theirPacked.Count == 0 ? "-" : Milliseconds(Statistics.Median(theirPacked)), Ratio(theirPacked, ours),
                (training.TokensPerStep / median).ToString("N0", CultureInfo.InvariantCulture), difference?.ToString("0.0e0", CultureInfo.InvariantCulture) ?? "-");
            return padded?.Hello.GetProperty("torch").GetString();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Peer? Start(string folder, string form) => Peer.TryStart(
        python, [Path.Combine(AppContext.BaseDirectory, "peers", "train_peer.py"), folder, form, threads.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string> { ["OPENBLAS_CORETYPE"] = Machine.BlasCore, ["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture) });

    private static double Trajectory(TrainingCase training, Peer peer)
    {
        training.Reset();
        peer.Ask("reset");
        double[] ours = [.. Enumerable.Range(0, TrajectorySteps).Select(_ => training.Step())];
        var theirs = peer.Ask($"steps {TrajectorySteps}").GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble());
        return ours.Zip(theirs).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    /// <summary>Seconds a step.</summary>
    private static double Time(TrainingCase training, int steps)
    {
        var clock = Stopwatch.StartNew();
        for (var step = 0; step < steps; step++)
        {
            training.Step();
        }

        return clock.Elapsed.TotalSeconds / steps;
    }

    private static double Ask(Peer peer, int steps) => peer.Ask($"steps {steps}").GetProperty("seconds").GetDouble() / steps;

    /// <summary>The median of the rounds' ratios: what slows the machine for a while slows both.</summary>
    private static string Ratio(List<double> theirs, List<double> ours) =>
        theirs.Count == 0 ? "-" : Statistics.Median(theirs.Zip(ours, (peer, own) => peer / own)).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("0.0", CultureInfo.InvariantCulture);
}
