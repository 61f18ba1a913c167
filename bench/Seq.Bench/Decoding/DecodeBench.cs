using System.Diagnostics;
using Seq.Bench.Measuring;

namespace Seq.Bench.Decoding;

/// <summary>What to measure, and where the figures go.</summary>
/// <param name="Rounds">Alternating rounds.</param>
/// <param name="Seconds">About how long each decode of a round takes.</param>
/// <param name="Only">A part of the names of the cases to measure; all if null.</param>
/// <param name="Missing">Whether cases that have figures already are left out.</param>
/// <param name="Write">Whether the page is written.</param>
/// <param name="Python">The Python that has torch.</param>
/// <param name="Node">Node.</param>
internal sealed record BenchPlan(int Rounds, double Seconds, string? Only, bool Missing, bool Write, string Python, string Node)
{
    /// <summary>Whether a case is to be measured.</summary>
    internal bool Includes(string name, bool isThere) => (Only is null || name.Contains(Only, StringComparison.Ordinal)) && !(Missing && isThere);

    /// <summary>Where figures are kept between runs.</summary>
    internal static string ResultsPath(string bench) => Path.Combine(RepositoryFolder.Root, "runs", "bench", bench + ".json");
}

/// <summary><c>./seq bench decode</c>: decoding beside the machine's limits, a bare session and the peers on the same weights, on one thread each.</summary>
internal sealed class DecodeBench(BenchPlan plan)
{
    private const string Limits = "limits";
    private const string Part = "decode";

    private readonly ResultFile<DecodeFigures> _results = new(BenchPlan.ResultsPath("decode"));
    private readonly ResultFile<MachineFigures> _machine = new(BenchPlan.ResultsPath("machine"));

    internal int Run(TextWriter output)
    {
        DecodeCase[] cases = [.. DecodeModel.All.SelectMany(DecodeCase.Of)];
        DecodeCase[] chosen = [.. cases.Where(decoding => plan.Includes(decoding.Name, _results[decoding.Name] is not null))];
        var limits = plan.Includes(Limits, _machine[Limits] is not null);
        if (chosen.Length == 0 && !limits && !plan.Missing)
        {
            Console.Error.WriteLine($"No case has '{plan.Only}' in its name. The cases are {Limits}, {string.Join(", ", cases.Select(decoding => decoding.Name))}.");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        if (limits)
        {
            _machine.Put(Limits, new LimitMeasurement(plan).Measure());
        }

        foreach (var group in chosen.GroupBy(decoding => decoding.Model))
        {
            using var bundle = new RandomBundle(group.Key);
            using var ours = new OurDecoder(bundle);
            using var peers = new DecodePeers(bundle.Folder, plan.Python, plan.Node);
            foreach (var decoding in group)
            {
                Console.Error.WriteLine($"{clock.Elapsed:mm\\:ss} {decoding.Name}");
                _results.Put(decoding.Name, new DecodeMeasurement(plan.Rounds, plan.Seconds).Measure(decoding, bundle, ours, peers));
            }
        }

        var report = DecodeReport.Text(cases, _results, _machine[Limits]);
        output.Write(report);
        if (plan.Write)
        {
            BenchPage.Write(Part, report);
        }

        return 0;
    }
}
