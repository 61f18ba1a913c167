using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>The content of <c>seq.json</c>: everything a runtime needs to know about a bundle.</summary>
public sealed record BundleManifest
{
    /// <summary>The format version that this assembly reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the format; see docs/bundle-format.md.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>What the model is.</summary>
    public required ModelDescription Description { get; init; }

    /// <summary>The graphs by name; see <see cref="GraphNames"/>.</summary>
    public required SortedDictionary<string, GraphEntry> Graphs { get; init; }

    /// <summary>How to decode when the caller does not say.</summary>
    public required DecodingDefaults Decoding { get; init; }

    /// <summary>SHA-256 of the file of weights that the bundle was exported from, in lower-case hexadecimal; null when that is not known.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>Size and hash of every file but this one.</summary>
    public required SortedDictionary<string, FileRecord> Files { get; init; }
}

/// <summary>How to decode when the caller does not say.</summary>
public sealed record DecodingDefaults
{
    /// <summary>Creates the defaults.</summary>
    public DecodingDefaults()
    {
    }

    // Generated JSON code sets every init member; without this, one left out of the file would become 0 instead of its default.
    [JsonConstructor]
    internal DecodingDefaults(int beamSize = 1) => BeamSize = beamSize;

    /// <summary>Most tokens to generate, the end token included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Live hypotheses per input; 1 is greedy.</summary>
    public int BeamSize { get; init; } = 1;
}
