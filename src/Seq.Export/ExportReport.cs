using Seq.Model;

namespace Seq.Export;

/// <summary>What an export wrote.</summary>
public sealed record ExportReport
{
    /// <summary>The bundle's folder.</summary>
    public required string BundlePath { get; init; }

    /// <summary>Number of trained numbers of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Size and hash of every file but the manifest.</summary>
    public required IReadOnlyDictionary<string, FileRecord> Files { get; init; }

    /// <summary>The graphs by name; see <see cref="GraphNames"/>.</summary>
    public required IReadOnlyDictionary<string, OnnxModelSummary> Graphs { get; init; }
}
