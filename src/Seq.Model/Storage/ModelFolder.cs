namespace Seq.Model;

/// <summary>What checkpoints and bundles share as folders: a version, and files listed with size and hash.</summary>
internal static class ModelFolder
{
    private const int MaxFiles = 10_000;

    internal static void RequireFolder(string path, string manifest, string kind, string origin)
    {
        if (!Directory.Exists(path))
        {
            throw new ModelFormatException(path, $"There is no such folder; a {kind} was expected.", $"Check the path; {origin}.");
        }

        if (!File.Exists(Path.Combine(path, manifest)))
        {
            throw new ModelFormatException(path, $"The folder has no {manifest}, so it is not a {kind}.", $"Check the path; {origin}.");
        }
    }

    internal static void CheckVersion(string manifestPath, int found, int known)
    {
        if (found != known)
        {
            throw new ModelFormatException(
                manifestPath, $"The format version is {found}; this version of Seq reads {known}.",
                found > known ? "Use a newer version of Seq." : "Write the model again with this version of Seq.");
        }
    }

    internal static void VerifyFiles(string folder, string manifestPath, SortedDictionary<string, FileRecord> files, IEnumerable<string> required)
    {
        if (files.Count > MaxFiles)
        {
            throw new ModelFormatException(manifestPath, $"It lists {files.Count} files; at most {MaxFiles} are read.", "Restore it from the original model.");
        }

        foreach (var name in required)
        {
            if (!files.ContainsKey(name))
            {
                throw new ModelFormatException(manifestPath, $"It does not list the file '{name}'.", "Restore it from the original model.");
            }
        }

        foreach (var (name, record) in files)
        {
            record.Verify(Model.FolderPath.Resolve(manifestPath, folder, name), manifestPath);
        }
    }

    internal static SortedDictionary<string, FileRecord> RecordFiles(string folder)
    {
        var files = new SortedDictionary<string, FileRecord>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(folder, file).Replace('\\', '/'), FileRecord.OfFile(file));
        }

        return files;
    }
}
