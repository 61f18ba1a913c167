using System.Diagnostics;
using System.Globalization;

namespace Seq.Trials.Fuzzing;

/// <summary>The whole trial: deterministic by its seed, and resumed where it was left, since each outcome is a line of a file.</summary>
internal static class FuzzRun
{
    private const int CasesPerProcess = 400;

    /// <summary>Tries the first <paramref name="count"/> cases of a seed that the state does not have yet, then prints the table of them all.</summary>
    /// <returns>0 when every one ended in a typed error or in a decode, 1 otherwise.</returns>
    internal static async Task<int> RunAll(int count, string state, int seed, int workers)
    {
        Directory.CreateDirectory(state);
        var results = Path.Combine(state, $"outcomes-{seed}.tsv");
        var known = Known(results, count);
        var started = Stopwatch.GetTimestamp();
        var before = known.Count;
        var blocks = new Queue<int[]>(Enumerable.Range(0, count).Where(index => !known.ContainsKey(index)).Chunk(CasesPerProcess));
        var peak = 0L;
        await using (var file = new StreamWriter(results, append: true) { AutoFlush = true })
        {
            var write = new Lock();
            peak = await Run(seed, workers, blocks, outcome =>
            {
                lock (write)
                {
                    known[outcome.Index] = outcome;
                    file.WriteLine(outcome.ToLine());
                    if (outcome.IsFailure || known.Count % 1000 == 0)
                    {
                        Console.Error.WriteLine(outcome.IsFailure ? outcome.ToLine() : $"{known.Count} of {count}");
                    }
                }
            }).ConfigureAwait(false);
        }

        Console.Write(FuzzTable.Of([.. known.Values.OrderBy(outcome => outcome.Index)], seed));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nThis run: {known.Count - before} bundles in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; most memory of a process {peak / 1e6:F0} MB."));
        return known.Values.Any(outcome => outcome.IsFailure) ? 1 : 0;
    }

    /// <summary>Tries blocks of cases in worker processes.</summary>
    /// <returns>Most memory that one of them held.</returns>
    internal static async Task<long> Run(int seed, int workers, Queue<int[]> blocks, Action<FuzzOutcome> report)
    {
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(root, $"seq-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
        try
        {
            var bases = Path.Combine(folder, "bases");
            BaseBundles.Write(bases);
            var sound = BaseBundles.Read(bases);
            var peaks = await Task.WhenAll(Enumerable.Range(0, workers).Select(async worker =>
            {
                var scratch = Path.Combine(folder, $"case-{worker}");
                var process = new FuzzProcess(cases => Start(["fuzz-work", $"{seed}", bases, scratch, .. cases.Select(index => $"{index}")]));
                while (Next(blocks) is { } block)
                {
                    await process.Run(block, index => new DamagedBundle(sound, seed, index) is var bundle ? (bundle.Change, bundle.Fits) : default, report).ConfigureAwait(false);
                }

                return process.PeakBytes;
            })).ConfigureAwait(false);
            return peaks.Max();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes one case into a folder, to look at it.</summary>
    internal static int Write(int seed, int index, string folder)
    {
        var bases = Directory.CreateTempSubdirectory("seq-fuzz-").FullName;
        BaseBundles.Write(bases);
        var bundle = new DamagedBundle(BaseBundles.Read(bases), seed, index);
        bundle.Write(folder);
        Directory.Delete(bases, recursive: true);
        Console.WriteLine($"{folder}: {bundle.Change}, manifest {(bundle.Fits ? "fits" : "as it was")}");
        return 0;
    }

    private static int[]? Next(Queue<int[]> blocks)
    {
        lock (blocks)
        {
            return blocks.TryDequeue(out var block) ? block : null;
        }
    }

    private static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FuzzRun).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A crash is counted; a dump of each would fill the disk. Compiled quickly: a worker lives for seconds.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "4000000";
        return start;
    }

    /// <summary>What earlier runs found; a broken promise counts as not tried, for it may have been mended since.</summary>
    private static SortedDictionary<int, FuzzOutcome> Known(string results, int count)
    {
        var known = new SortedDictionary<int, FuzzOutcome>();
        if (File.Exists(results))
        {
            foreach (var outcome in File.ReadLines(results).Select(FuzzOutcome.Parse).OfType<FuzzOutcome>().Where(outcome => outcome.Index < count && !outcome.IsFailure))
            {
                known[outcome.Index] = outcome;
            }
        }

        return known;
    }
}
