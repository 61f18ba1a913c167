namespace Seq.Model;

/// <summary>Replaces a folder as a whole: written beside it, flushed to disk, then renamed, so that a kill at any instant leaves a complete one.</summary>
/// <remarks>
/// <para>
/// The new content grows in <c>X.seq-writing</c>, which nothing ever reads. Complete and flushed, it becomes <c>X.seq-new</c>. A folder cannot be
/// renamed over another one portably, so two renames follow: <c>X</c> to <c>X.seq-old</c>, then <c>X.seq-new</c> to <c>X</c>; <c>X.seq-old</c> is deleted.
/// </para>
/// <para>
/// The rule for readers and the next writer: where <c>X</c> is missing, <c>X.seq-new</c> is the model, and if that is missing too, <c>X.seq-old</c>;
/// <see cref="Recover"/> renames it. A reader may do so while the writer is between its renames, so the writer accepts that its work was done for it.
/// One writer at a time; any number of readers.
/// </para>
/// </remarks>
internal static class AtomicFolder
{
    internal const string WritingSuffix = ".seq-writing";
    internal const string NewSuffix = ".seq-new";
    internal const string OldSuffix = ".seq-old";
    private const int SwapAttempts = 10;

    /// <summary>Writes a folder in place of the one at a path.</summary>
    /// <param name="path">The folder; a symbolic link to a folder has its target replaced.</param>
    /// <param name="manifest">The file by which a folder of this kind is known; a folder without it is not ours to replace.</param>
    /// <param name="write">Writes the content into the folder given.</param>
    /// <param name="afterStep">Is told after each step what has happened.</param>
    /// <exception cref="ModelStorageException">The folder cannot be written, or something else stands in its place.</exception>
    internal static void Replace(string path, string manifest, Action<string> write, Action<string>? afterStep = null)
    {
        try
        {
            var target = Locate(path);
            Recover(target);
            RefuseForeign(target, manifest);
            var writing = target + WritingSuffix;
            foreach (var suffix in (string[])[WritingSuffix, NewSuffix, OldSuffix])
            {
                Delete(target + suffix);
            }

            Directory.CreateDirectory(writing);
            afterStep?.Invoke("created");
            try
            {
                write(writing);
                FlushAll(writing);
            }
            catch
            {
                TryDelete(writing);
                throw;
            }

            afterStep?.Invoke("written");
            Directory.Move(writing, target + NewSuffix);
            afterStep?.Invoke("complete");
            Swap(target, afterStep);
            TryDelete(target + OldSuffix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelStorageException(
                path, $"The folder cannot be written: {exception.Message}", "Check that its parent folder may be written, and that the disk has room.", exception);
        }
    }

    /// <summary>Brings back the folder that a kill between the two renames left under another name.</summary>
    /// <param name="path">The folder. Where renaming fails, it is simply not there for the caller either.</param>
    internal static void Recover(string path)
    {
        try
        {
            var target = Locate(path);
            foreach (var suffix in (string[])[NewSuffix, OldSuffix])
            {
                if (!Path.Exists(target) && Directory.Exists(target + suffix))
                {
                    Directory.Move(target + suffix, target);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ModelStorageException)
        {
            // Another process was quicker, or this one may not rename: opening the folder tells which.
        }
    }

    private static string Locate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            var info = new DirectoryInfo(full);
            return info.LinkTarget is null ? full : info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception exception) when (exception is ArgumentException)
        {
            throw new ModelStorageException(path, "This is not the path of a folder.", "Give a path that is not empty.", exception);
        }
    }

    private static void RefuseForeign(string target, string manifest)
    {
        if (File.Exists(target))
        {
            throw new ModelStorageException(target, "This is a file; a folder would be written here.", "Choose another path, or remove the file.");
        }

        if (Directory.Exists(target) && !File.Exists(Path.Combine(target, manifest)) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new ModelStorageException(
                target, $"The folder holds other files (and no {manifest}), which would be erased.", "Choose another path, or empty the folder.");
        }
    }

    private static void Swap(string target, Action<string>? afterStep)
    {
        for (var attempt = 1; Directory.Exists(target + NewSuffix); attempt++)
        {
            try
            {
                if (Directory.Exists(target))
                {
                    Delete(target + OldSuffix);
                    Directory.Move(target, target + OldSuffix);
                    afterStep?.Invoke("old moved away");
                }

                Directory.Move(target + NewSuffix, target);
                afterStep?.Invoke("new in place");
            }
            catch (IOException) when (attempt < SwapAttempts)
            {
                // A reader recovered one of the two folders meanwhile; look again.
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

    private static void TryDelete(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover costs disk space only; the next write removes it.
        }
    }
}
