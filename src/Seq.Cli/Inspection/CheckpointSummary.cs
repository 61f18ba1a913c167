using Seq.Model;

namespace Seq.Cli.Inspection;

/// <summary>What <c>seq inspect</c> tells about a checkpoint.</summary>
/// <param name="Type">Always <c>checkpoint</c>.</param>
/// <param name="Path">The folder.</param>
/// <param name="Kind">The kind of model: <c>encoder-decoder</c>.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="WeightBytes">Memory they take as float32.</param>
/// <param name="SourceTokens">Size of the source vocabulary.</param>
/// <param name="TargetTokens">Size of the target vocabulary.</param>
/// <param name="Files">Size in bytes of every file that the checkpoint lists.</param>
internal sealed record CheckpointSummary(
    string Type,
    string Path,
    string Kind,
    IReadOnlyList<LayerSummary> Layers,
    long Parameters,
    long WeightBytes,
    int SourceTokens,
    int TargetTokens,
    IReadOnlyDictionary<string, long> Files)
{
    internal static CheckpointSummary Of(Checkpoint checkpoint) => new(
        "checkpoint",
        checkpoint.FolderPath,
        checkpoint.Description.Kind,
        LayerSummary.Of(checkpoint.Description),
        checkpoint.Description.ParameterCount,
        checkpoint.Description.ParameterCount * sizeof(float),
        checkpoint.SourceVocabulary.Count,
        checkpoint.TargetVocabulary.Count,
        checkpoint.Files.ToDictionary(name => name, name => new FileInfo(checkpoint.PathOf(name)).Length));
}
