using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seq.Model;

namespace Seq.Export;

/// <summary>The content of <c>export-report.json</c>: the same bytes for the same export.</summary>
internal sealed record ReportFile
{
    /// <summary>The format that this assembly writes.</summary>
    public int FormatVersion { get; init; } = 1;

    public required string Producer { get; init; }

    public required string Kind { get; init; }

    public required long Parameters { get; init; }

    public required IReadOnlyList<CellReport> Cells { get; init; }

    public required IReadOnlyDictionary<string, OnnxModelSummary> Graphs { get; init; }

    /// <summary>Every file but this one and the manifest.</summary>
    public required IReadOnlyDictionary<string, FileRecord> Files { get; init; }

    /// <summary>Writes the report on what a folder holds so far.</summary>
    internal static void Write(string folder, ModelDescription description, IReadOnlyList<CellReport> cells, IReadOnlyDictionary<string, OnnxModelSummary> graphs)
    {
        var report = new ReportFile
        {
            Producer = $"Seq {ModelFile.Version()}",
            Kind = description.Kind,
            Parameters = description.ParameterCount,
            Cells = cells,
            Graphs = graphs,
            Files = new SortedDictionary<string, FileRecord>(
                Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path), Record), StringComparer.Ordinal),
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(report, ReportJson.Default.ReportFile);
        File.WriteAllBytes(Path.Combine(folder, ExportReport.FileName), [.. json, (byte)'\n']);
    }

    private static FileRecord Record(string path)
    {
        using var file = File.OpenRead(path);
        return new() { Bytes = file.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(file)) };
    }
}

/// <summary>How the report's JSON is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportFile))]
internal sealed partial class ReportJson : JsonSerializerContext;
