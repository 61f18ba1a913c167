using System.Security.Cryptography;
using System.Text;
using Seq.Decoding.Sessions;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>
/// A session as bytes: "SEQM", a hash of the files of the bundle and of those that decode together with it, then the snapshot. So it goes on with the weights it was
/// saved with, or not at all.
/// </summary>
internal static class SavedSession
{
    private static readonly byte[] Magic = "SEQM"u8.ToArray();

    internal static byte[] Write(BundleManifest bundle, ModelComposition? composition, SessionSnapshot snapshot) => [.. Magic, .. HashOf(bundle, composition), .. snapshot.ToBytes()];

    /// <exception cref="SnapshotException">The bytes are damaged, or of a session of another bundle or composition.</exception>
    internal static SessionSnapshot Read(BundleManifest bundle, ModelComposition? composition, ReadOnlySpan<byte> saved)
    {
        var begin = Magic.Length + SHA256.HashSizeInBytes;
        if (saved.Length < begin || !saved.StartsWith(Magic))
        {
            throw new SnapshotException("These bytes are no saved session: they do not begin with SEQM. Give what SeqSession.Save returned.");
        }

        return saved[Magic.Length..begin].SequenceEqual(HashOf(bundle, composition))
            ? SessionSnapshot.FromBytes(saved[begin..])
            : throw new SnapshotException("The session was saved with another bundle, or with others beside it. Restore it with models opened from the same exports, in the same Composition.");
    }

    private static byte[] HashOf(BundleManifest bundle, ModelComposition? composition)
    {
        var text = FilesOf(bundle);
        foreach (var member in composition?.Ensemble ?? [])
        {
            text += $"\naveraged with\n{FilesOf(member.Manifest)}";
        }

        text += composition?.LanguageModel is { } language ? $"\nfused with\n{FilesOf(language.Manifest)}" : "";
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    private static string FilesOf(BundleManifest bundle) => string.Join('\n', bundle.Files.Select(file => $"{file.Key} {file.Value.Sha256}"));
}
