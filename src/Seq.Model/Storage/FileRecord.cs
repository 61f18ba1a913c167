using System.Security.Cryptography;

namespace Seq.Model;

/// <summary>Size and hash of a file, as a manifest lists them.</summary>
public sealed record FileRecord
{
    /// <summary>Size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The record of a content.</summary>
    /// <param name="content">The file's bytes.</param>
    public static FileRecord Of(ReadOnlySpan<byte> content) =>
        new() { Bytes = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };

    /// <summary>The record of a file on disk.</summary>
    /// <param name="path">The file.</param>
    internal static FileRecord OfFile(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            return Of([]);
        }

        using var file = BoundedFile.Open(path);
        return new() { Bytes = file.Length, Sha256 = Hash(path, file) };
    }

    /// <summary>Checks a file against this record.</summary>
    /// <exception cref="ModelFormatException">It is missing, or its size or hash differs.</exception>
    internal void Verify(string path, string manifest)
    {
        var lister = Path.GetFileName(manifest);
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new ModelFormatException(path, $"The file is missing, but {lister} lists it.", "Restore it, or write the model again.");
        }

        if (info.Length != Bytes)
        {
            throw new ModelFormatException(
                path, $"The file has {info.Length} bytes, but {lister} says {Bytes}.", "It was cut or changed; restore it, or write the model again.");
        }

        var hash = OfFile(path).Sha256;
        if (!string.Equals(hash, Sha256, StringComparison.Ordinal))
        {
            throw new ModelFormatException(
                path, $"The SHA-256 hash is {hash}, but {lister} says {PrintableText.Of(Sha256, 64)}.", "The file was changed; restore it, or write the model again.");
        }
    }

    private static string Hash(string path, FileStream file)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (IOException exception)
        {
            throw BoundedFile.Unreadable(path, exception);
        }
    }
}
