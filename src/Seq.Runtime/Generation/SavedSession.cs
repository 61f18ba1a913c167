using System.Security.Cryptography;
using System.Text;
using Seq.Decoding.Sessions;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>A session as bytes: "SEQM", a hash of the files of the bundle, then the snapshot. So it goes on with the weights it was saved with, or not at all.</summary>
internal static class SavedSession
{
    private static readonly byte[] Magic = "SEQM"u8.ToArray();

    internal static byte[] Write(BundleManifest bundle, SessionSnapshot snapshot) => [.. Magic, .. HashOf(bundle), .. snapshot.ToBytes()];

    /// <exception cref="SnapshotException">The bytes are damaged, or of a session of another bundle.</exception>
    internal static SessionSnapshot Read(BundleManifest bundle, ReadOnlySpan<byte> saved)
    {
        var begin = Magic.Length + SHA256.HashSizeInBytes;
        if (saved.Length < begin || !saved.StartsWith(Magic))
        {
            throw new SnapshotException("These bytes are no saved session: they do not begin with SEQM. Give what SeqSession.Save returned.");
        }

        return saved[Magic.Length..begin].SequenceEqual(HashOf(bundle))
            ? SessionSnapshot.FromBytes(saved[begin..])
            : throw new SnapshotException("The session was saved with another bundle. Restore it with a model opened from the same export.");
    }

    private static byte[] HashOf(BundleManifest bundle) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', bundle.Files.Select(file => $"{file.Key} {file.Value.Sha256}"))));
}
