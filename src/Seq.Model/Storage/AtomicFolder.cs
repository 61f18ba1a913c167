namespace Seq.Model;

/// <summary>Replaces a folder as a whole: written beside it, flushed to disk, then renamed, so that a kill at any instant leaves a complete one.</summary>
/// <remarks>
/// A folder cannot be renamed over another, so there are two renames: <c>X</c> to <c>X.old</c>, then <c>X.new</c> to <c>X</c>.
/// A kill between them leaves no <c>X</c> but a complete <c>X.new</c>; <see cref="Recover"/> finishes the job.
/// </remarks>
internal static class AtomicFolder
{
    internal static void Replace(string path, string lastFile, Action<string> write)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Recover(path, lastFile);
        var fresh = path + ".new";
        var old = path + ".old";
        Delete(fresh);
        Delete(old);
        Directory.CreateDirectory(fresh);
        write(fresh);
        FlushAll(fresh);
        if (Directory.Exists(path))
        {
            Directory.Move(path, old);
        }

        Directory.Move(fresh, path);
        Delete(old);
    }

    /// <summary>Brings back the folder that a kill between the two renames left under another name.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="lastFile">The file that is written last; a folder without it is not complete.</param>
    internal static void Recover(string path, string lastFile)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        foreach (var candidate in (string[])[path + ".new", path + ".old"])
        {
            if (!Directory.Exists(path) && File.Exists(Path.Combine(candidate, lastFile)))
            {
                Directory.Move(candidate, path);
            }
        }
    }

    private static void FlushAll(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
