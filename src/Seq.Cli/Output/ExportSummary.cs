using Seq.Export;
using Seq.Model;

namespace Seq.Cli.Output;

/// <summary>What <c>seq export --json</c> prints.</summary>
/// <param name="Bundle">The bundle's folder.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="Cells">How the recurrent layers were written.</param>
/// <param name="Files">Size and hash of every file but the manifest.</param>
/// <param name="Graphs">The graphs by name.</param>
internal sealed record ExportSummary(
    string Bundle, long Parameters, IReadOnlyList<CellReport> Cells, IReadOnlyDictionary<string, FileRecord> Files, IReadOnlyDictionary<string, ExportSummary.Graph> Graphs)
{
    internal static ExportSummary Of(ExportReport report) => new(
        report.BundlePath,
        report.ParameterCount,
        report.Cells,
        report.Files,
        report.Graphs.ToDictionary(pair => pair.Key, pair => new Graph(pair.Value.NodeCount, pair.Value.Opsets.GetValueOrDefault("ai.onnx"), pair.Value.IrVersion)));

    /// <summary>A graph of the bundle.</summary>
    /// <param name="Nodes">Number of nodes, loop bodies included.</param>
    /// <param name="Opset">Version of the standard operator set.</param>
    /// <param name="IrVersion">Version of the file format.</param>
    internal sealed record Graph(int Nodes, long Opset, long IrVersion);
}
