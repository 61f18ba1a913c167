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
    }

    internal static FileStream Open(string path)
    {
        try
        {
            // A named pipe or device would block or never end; only regular files have a length to check.
            if (!File.Exists(path))
            {
                var kind = Directory.Exists(path) ? "This is a folder, not a file." : "There is no such file.";
                throw new ModelFormatException(path, kind, "Check the path, or restore the file from the original model.");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, $"The file cannot be read: {exception.Message}", "Check its permissions.", exception);
        }
    }
}
