namespace Seq.Trials.Fuzzing;

/// <summary>The process that meets the damaged bundles, so that whatever they do, they do it to a process of their own.</summary>
internal static class FuzzWorker
{
    /// <summary>Stands before the index of the case that begins now; a line of the outcome follows unless the process dies.</summary>
    internal const string Begin = "begin";

    /// <summary>Tries some cases and prints each outcome as it is known.</summary>
    internal static void Run(int seed, string bases, string scratch, IReadOnlyList<int> cases)
    {
        var sound = BaseBundles.Read(bases);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        foreach (var index in cases)
        {
            output.WriteLine($"{Begin}\t{index}");
            var bundle = new DamagedBundle(sound, seed, index);
            bundle.Write(scratch);
            var (end, detail, verified) = FuzzCase.Try(scratch);
            output.WriteLine(new FuzzOutcome(index, bundle.Change, bundle.Fits, end, detail, verified).ToLine());
        }
    }
}
