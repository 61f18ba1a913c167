using Seq.Model;

namespace Seq.Export;

/// <summary>What an export wrote. The bundle has the same, without its own path, in <see cref="FileName"/>.</summary>
public sealed record ExportReport
{
    /// <summary>Name of the report's file in a bundle.</summary>
    public const string FileName = "export-report.json";

    /// <summary>The bundle's folder.</summary>
    public required string BundlePath { get; init; }

    /// <summary>Number of trained numbers of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>How the recurrent layers were written: as operators, or in plain ones where those end.</summary>
    public required IReadOnlyList<CellReport> Cells { get; init; }

    /// <summary>Size and hash of every file but the manifest.</summary>
    public required IReadOnlyDictionary<string, FileRecord> Files { get; init; }

    /// <summary>The graphs by name; see <see cref="GraphNames"/>.</summary>
    public required IReadOnlyDictionary<string, OnnxModelSummary> Graphs { get; init; }
}
