using Seq.Export;
using Seq.Model;

namespace Seq.Cli.Inspection;

/// <summary>What <c>seq inspect</c> tells about a bundle.</summary>
/// <param name="Type">Always <c>bundle</c>.</param>
/// <param name="Path">The folder.</param>
/// <param name="Kind">The kind of model: <c>encoder-decoder</c>.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="SourceTokens">Size of the source vocabulary.</param>
/// <param name="TargetTokens">Size of the target vocabulary.</param>
/// <param name="MaxLength">Most tokens to generate when a caller does not say, end token included.</param>
/// <param name="BeamSize">Live hypotheses per input when a caller does not say.</param>
/// <param name="Graphs">The graphs by name.</param>
/// <param name="Files">Size in bytes of every file that the manifest lists.</param>
internal sealed record BundleSummary(
    string Type,
    string Path,
    string Kind,
    IReadOnlyList<LayerSummary> Layers,
    long Parameters,
    int SourceTokens,
    int TargetTokens,
    int MaxLength,
    int BeamSize,
    IReadOnlyDictionary<string, GraphSummary> Graphs,
    IReadOnlyDictionary<string, long> Files)
{
    internal static BundleSummary Of(Bundle bundle) => new(
        "bundle",
        bundle.FolderPath,
        bundle.Description.Kind,
        LayerSummary.Of(bundle.Description),
        bundle.Description.ParameterCount,
        bundle.SourceVocabulary.Count,
        bundle.TargetVocabulary.Count,
        bundle.Manifest.Decoding.MaxLength,
        bundle.Manifest.Decoding.BeamSize,
        bundle.Manifest.Graphs.ToDictionary(pair => pair.Key, pair => GraphSummary.Of(pair.Value, OnnxModelSummary.Read(bundle.PathOf(pair.Key)))),
        bundle.Manifest.Files.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes));
}
