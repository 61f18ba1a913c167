namespace Seq.Train;

/// <summary>A file of a registered set.</summary>
public sealed record DataFile
{
    /// <summary>Its path below <c>SEQ_DATA</c> or below the cache, with <c>/</c>, without the <c>.gz</c> that it may have there.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the content, unpacked, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the content, unpacked, in lower-case hexadecimal. Every reading checks it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where it is fetched from; null where there is no public source of just this content.</summary>
    public DataOrigin? Origin { get; init; }
}
