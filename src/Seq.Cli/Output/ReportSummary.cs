using Seq.Train;

namespace Seq.Cli.Output;

/// <summary>What <c>seq report --json</c> prints.</summary>
/// <param name="Report">The file.</param>
/// <param name="Curves">Number of curves.</param>
/// <param name="Samples">Number of examples.</param>
/// <param name="Attention">Number of attention maps.</param>
/// <param name="Confusion">Number of confusion matrices.</param>
internal sealed record ReportSummary(string Report, int Curves, int Samples, int Attention, int Confusion)
{
    internal static ReportSummary Of(string path, RunReport report) =>
        new(path, report.Series.Count, report.Samples.Count, report.Attention.Count, report.Confusion.Count);
}
