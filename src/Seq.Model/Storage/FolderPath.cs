namespace Seq.Model;

/// <summary>Paths written inside a file of ours: always relative, with forward slashes, and inside the folder.</summary>
internal static class FolderPath
{
    internal const int MaxLength = 240;
    private const string Forbidden = "\\:*?\"<>|";

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
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (FileSystemInfo? entry = new FileInfo(path); entry is not null && entry.FullName.Length > root.Length; entry = Directory.GetParent(entry.FullName))
        {
            if (IsLink(entry))
            {
                throw new ModelFormatException(
                    path, "This is a symbolic link; a model folder holds plain files only.", "Copy the file it points at into the folder.");
            }
        }

        return path;
    }

    /// <summary>Whether a path is relative, stays inside its folder and means the same on every system.</summary>
    internal static bool IsPlain(string relative) =>
        !string.IsNullOrEmpty(relative) && relative.Length <= MaxLength && !Path.IsPathRooted(relative) && relative.Split('/').All(IsPlainPart);

    private static bool IsPlainPart(string part) =>
        part.Length > 0 && part[^1] is not ('.' or ' ') && !part.Any(c => char.IsControl(c) || Forbidden.Contains(c)) && !IsDevice(part);

    /// <summary>Names that Windows gives to devices, with any extension: opening one does not open a file.</summary>
    private static bool IsDevice(string part)
    {
        var stem = part.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" || (stem.Length == 4 && stem[..3] is "COM" or "LPT" && char.IsAsciiDigit(stem[^1]));
    }

    private static bool IsLink(FileSystemInfo entry)
    {
        try
        {
            return entry.LinkTarget is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BoundedFile.Unreadable(entry.FullName, exception);
        }
    }
}
