using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Seq.Model;

/// <summary>What checkpoints and bundles share as folders: a manifest with a version, and files listed with size and hash.</summary>
internal static class ModelFolder
{
    internal const long MaxManifestBytes = 16L << 20;
    private const int MaxFiles = 10_000;
    private const int ReadAttempts = 10;

    /// <summary>Whether a folder has the manifest; a kill in the middle of its replacement is repaired first.</summary>
    internal static bool Exists(string path, string manifest)
    {
        AtomicFolder.Recover(path);
        return path.Length > 0 && File.Exists(Path.Combine(path, manifest));
    }

    /// <summary>Reads a folder, again if it was replaced meanwhile: a reader beside a running training sees one checkpoint or the next, never a mixture.</summary>
    internal static T ReadStable<T>(string path, string manifest, Func<T> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            AtomicFolder.Recover(path);
            var before = Stamp(path, manifest);
            try
            {
                var result = read();
                if (attempt == ReadAttempts || Stamp(path, manifest) == before)
                {
                    return result;
                }
            }
            catch (ModelFormatException) when (attempt < ReadAttempts && HasChanged(path, manifest, before))
            {
                Thread.Sleep(attempt);
            }
        }
    }

    /// <summary>Whether the folder was replaced meanwhile; one met between the two renames is put in its place first.</summary>
    private static bool HasChanged(string path, string manifest, string? before)
    {
        if (Stamp(path, manifest) != before)
        {
            return true;
        }

        AtomicFolder.Recover(path);
        return Stamp(path, manifest) != before;
    }

    /// <summary>Reads the manifest. The version is looked at before anything else, for a newer version may have members that this one does not know.</summary>
    internal static T ReadManifest<T>(string path, string manifest, string kind, string origin, int version, JsonTypeInfo<T> type)
        where T : class
    {
        if (path.Length == 0 || !Directory.Exists(path))
        {
            throw new ModelFormatException(path, $"There is no such folder; a {kind} was expected.", $"Check the path; {origin}.");
        }

        var manifestPath = Path.Combine(path, manifest);
        if (!File.Exists(manifestPath))
        {
            throw new ModelFormatException(path, $"The folder has no {manifest}, so it is not a {kind}.", $"Check the path; {origin}.");
        }

        var bytes = BoundedFile.ReadAllBytes(Model.FolderPath.Resolve(manifestPath, path, manifest), MaxManifestBytes);
        CheckVersion(manifestPath, bytes, version);
        return JsonFile.Parse(manifestPath, bytes, type);
    }

    internal static void VerifyFiles(string folder, string manifestPath, SortedDictionary<string, FileRecord> files, IEnumerable<string> required)
    {
        CheckFiles(manifestPath, files, required);
        foreach (var (name, record) in files)
        {
            record.Verify(Model.FolderPath.Resolve(manifestPath, folder, name), manifestPath);
        }
    }

    /// <summary>Records every file below a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifestPath">The manifest about to be written; not yet there.</param>
    /// <param name="required">Names that must be among the files.</param>
    internal static SortedDictionary<string, FileRecord> RecordFiles(string folder, string manifestPath, IEnumerable<string> required)
    {
        var files = new SortedDictionary<string, FileRecord>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            if (name == Path.GetFileName(manifestPath))
            {
                throw new ModelFormatException(manifestPath, "This name is kept for the manifest, but a further file was written under it.", "Choose another name.");
            }

            files.Add(name, FileRecord.OfFile(Model.FolderPath.Resolve(manifestPath, folder, name)));
        }

        CheckFiles(manifestPath, files, required);
        return files;
    }

    /// <summary>Checks a description that came with a folder.</summary>
    /// <exception cref="ModelFormatException">It contradicts itself; the inner exception lists the problems.</exception>
    internal static void Validate(string path, ModelDescription description)
    {
        try
        {
            description.Validate();
        }
        catch (DescriptionException exception)
        {
            throw new ModelFormatException(path, exception.Message, "Restore the file from the original model.", exception);
        }
    }

    private static void CheckFiles(string manifestPath, SortedDictionary<string, FileRecord> files, IEnumerable<string> required)
    {
        if (files.Count > MaxFiles)
        {
            throw new ModelFormatException(manifestPath, $"It lists {files.Count} files; at most {MaxFiles} are read.", "Restore it from the original model.");
        }

        foreach (var (name, record) in files)
        {
            if (record is null)
            {
                throw new ModelFormatException(manifestPath, $"It lists the file '{name}' without size and hash.", "Restore it from the original model.");
            }
        }

        foreach (var name in required)
        {
            if (!files.ContainsKey(name))
            {
                throw new ModelFormatException(manifestPath, $"It does not list the file '{name}'.", "Restore it from the original model.");
            }
        }
    }

    private static void CheckVersion(string manifestPath, byte[] manifest, int known)
    {
        JsonElement? version = null;
        try
        {
            using var document = JsonDocument.Parse(manifest);
            version = document.RootElement.TryGetProperty("format_version", out var value) ? value.Clone() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return; // Not JSON, or not an object: the strict reader that follows says so with line and path.
        }

        if (version is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var found))
        {
            throw new ModelFormatException(manifestPath, "It has no format_version, a whole number.", "Restore it from the original model.");
        }

        if (found != known)
        {
            throw new ModelFormatException(
                manifestPath, $"The format version is {found}; this version of Seq reads {known}.",
                found > known ? "Use a newer version of Seq." : "Write the model again with this version of Seq.");
        }
    }

    private static string? Stamp(string path, string manifest)
    {
        try
        {
            return path.Length == 0 ? null : FileRecord.Of(BoundedFile.ReadAllBytes(Path.Combine(path, manifest), MaxManifestBytes)).Sha256;
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }
}
