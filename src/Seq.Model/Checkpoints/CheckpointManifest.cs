namespace Seq.Model;

/// <summary>The content of <c>checkpoint.json</c>: written last, so a folder that has it is complete.</summary>
internal sealed record CheckpointManifest
{
    public required int FormatVersion { get; init; }

    public required SortedDictionary<string, FileRecord> Files { get; init; }
}
