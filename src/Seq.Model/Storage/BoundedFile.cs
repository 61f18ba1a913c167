namespace Seq.Model;

/// <summary>Reads files whose size is checked before anything is allocated.</summary>
internal static class BoundedFile
{
    internal static byte[] ReadAllBytes(string path, long maxBytes)
    {
        try
        {
            using var file = Open(path);
            if (file.Length > maxBytes)
            {
                throw new ModelFormatException(
                    path, $"The file has {file.Length} bytes; at most {maxBytes} are read.", "It is not a file of this format; restore it from the original model.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (EndOfStreamException exception)
        {
            throw new ModelFormatException(path, "The file shrank while it was read.", "Try again when nothing writes to it.", exception);
        }
        catch (IOException exception)
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>Opens a file that holds something.</summary>
    /// <exception cref="ModelFormatException">It is missing, empty, a folder, or may not be read.</exception>
    internal static FileStream Open(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                var kind = Directory.Exists(path) ? "This is a folder, not a file." : "There is no such file.";
                throw new ModelFormatException(path, kind, "Check the path, or restore the file from the original model.");
            }

            // Opening a named pipe would wait for ever and a device never end; both show a length of 0.
            if (info.Length == 0)
            {
                throw new ModelFormatException(path, "The file is empty.", "It was cut or is not a plain file; restore it from the original model.");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException(path, "This is not the path of a file.", "Check the path.", exception);
        }
    }

    internal static ModelFormatException Unreadable(string path, Exception exception) =>
        new(path, $"The file cannot be read: {exception.Message}", "Check its permissions and that nothing writes to it.", exception);
}
