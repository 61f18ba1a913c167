namespace Seq.Model;

/// <summary>Paths written inside a file of ours: always relative, with forward slashes, and inside the folder.</summary>
internal static class FolderPath
{
    internal const int MaxLength = 240;

    /// <summary>Turns a relative path of a manifest into a path on disk.</summary>
    /// <exception cref="ModelFormatException">It would leave the folder, by its text or by a symbolic link.</exception>
    internal static string Resolve(string manifest, string folder, string relative)
    {
        if (!IsPlain(relative))
        {
            throw new ModelFormatException(
                manifest, $"It names the file '{relative}', which is not a plain path inside the folder.",
                "Such a path could reach outside the model; take the model from a source you trust, or export it again.");
        }

        var path = Path.Combine(folder, relative);
        for (FileSystemInfo? entry = new FileInfo(path); entry is not null && entry.FullName.Length > Path.GetFullPath(folder).Length;
            entry = Directory.GetParent(entry.FullName))
        {
            if (entry.LinkTarget is not null)
            {
                throw new ModelFormatException(
                    path, "This is a symbolic link; a model folder holds plain files only.", "Copy the file it points at into the folder.");
            }
        }

        return path;
    }

    internal static bool IsPlain(string relative)
    {
        if (string.IsNullOrEmpty(relative) || relative.Length > MaxLength || Path.IsPathRooted(relative))
        {
            return false;
        }

        return relative.Split('/').All(part =>
            part.Length > 0 && part is not ("." or "..") && part.All(c => c >= ' ' && c is not ('\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')));
    }
}
