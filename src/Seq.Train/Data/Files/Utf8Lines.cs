using System.Text;

namespace Seq.Train;

/// <summary>Reads lines of UTF-8, split at <c>\n</c> alone; a line's text is decoded strictly, so that a wrong byte is found in its line.</summary>
internal static class Utf8Lines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all lines. A line end behind the last line makes no further line; <c>\r</c> before <c>\n</c> belongs to the line end; a byte-order mark is passed over.</summary>
    /// <param name="stream">The bytes; the caller closes it.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="DataException">A line is not UTF-8; the message has its number.</exception>
    internal static IEnumerable<string> Read(Stream stream, string name)
    {
        var buffer = new byte[1 << 16];
        var (start, end, number) = (0, 0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return Decode(buffer.AsSpan(start, length), name, ++number);
                start += length + 1;
                continue;
            }

            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > start)
        {
            yield return Decode(buffer.AsSpan(start, end - start), name, number + 1);
        }
    }

    /// <summary>Decodes one text.</summary>
    /// <exception cref="DataException">It is not UTF-8.</exception>
    internal static string Decode(ReadOnlySpan<byte> bytes, string name, int number)
    {
        if (number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (bytes.EndsWith("\r"u8))
        {
            bytes = bytes[..^1];
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataException($"{name}: line {number} is not UTF-8. Save the file as UTF-8.", exception);
        }
    }
}
