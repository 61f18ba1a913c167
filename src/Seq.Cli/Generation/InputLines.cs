using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Seq.Cli.Output;
using Seq.Model;

namespace Seq.Cli.Generation;

/// <summary>The texts to decode, a chunk at a time, so that memory does not grow with the file.</summary>
internal sealed class InputLines : IDisposable
{
    /// <summary>Lines per chunk, where a command does not answer each line at once.</summary>
    internal const int ChunkSize = 1024;

    /// <summary>The longest line that is read, in characters: a file without line ends must not fill the memory.</summary>
    internal const int MaxLineLength = 1 << 20;

    private readonly InputText _text;
    private readonly bool _isFile;
    private readonly StringBuilder _line = new();
    private uint _count;

    private InputLines(InputText text, bool isFile) => (_text, _isFile) = (text, isFile);

    /// <summary>The lines of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="ModelFormatException">There is no such file.</exception>
    internal static InputLines OfFile(string path, Terminal terminal) => new(InputText.Open(path, terminal), isFile: true);

    /// <summary>One text, which may be empty.</summary>
    internal static InputLines OfText(string text) => new(new(new StringReader(text.Length > 0 ? text : "\n"), "--input", isOwned: true), isFile: false);

    /// <summary>The next texts; none at the end. Waiting for a slow standard input can be cancelled.</summary>
    /// <param name="size">The most texts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SeqException">The input is not UTF-8, or a line is too long.</exception>
    internal async Task<IReadOnlyList<InputLine>> ReadChunkAsync(int size, CancellationToken cancellationToken) =>
        await Task.Run(() => ReadChunk(size), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Says so when there was no text.</summary>
    /// <exception cref="SeqException">There was no line at all.</exception>
    internal void RequireAny()
    {
        if (_count == 0)
        {
            throw new SeqException($"{_text.Name}: There is no text. Give one per line.");
        }
    }

    public void Dispose() => _text.Dispose();

    private List<InputLine> ReadChunk(int size)
    {
        var chunk = new List<InputLine>();
        while (chunk.Count < size && ReadLine() is { } text)
        {
            chunk.Add(new(text, _count, Origin));
            _count++;
        }

        return chunk;
    }

    private string Origin => _isFile ? $"{_text.Name}, line {_count + 1}" : _text.Name;

    private string? ReadLine()
    {
        _line.Clear();
        try
        {
            for (var next = _text.Reader.Read(); next >= 0; next = _text.Reader.Read())
            {
                if (next == '\n')
                {
                    return TakeLine();
                }

                if (_line.Length == MaxLineLength)
                {
                    throw new SeqException($"{Origin}: The line has more than {MaxLineLength} characters. Give one text per line.");
                }

                _line.Append((char)next);
            }
        }
        catch (DecoderFallbackException exception)
        {
            var place = File.Exists(_text.Name) ? $"{_text.Name}, line {LineWithBadBytes(_text.Name)}" : $"{_text.Name}, somewhere after line {_count}";
            throw new SeqException($"{place}: There are bytes that are not UTF-8. Save the text as UTF-8.", exception);
        }

        return _line.Length > 0 ? TakeLine() : null;
    }

    /// <summary>The number of the first line that is not UTF-8; the reader, which looks ahead, does not know it.</summary>
    private static int LineWithBadBytes(string path)
    {
        using var stream = new BufferedStream(File.OpenRead(path));
        var (line, number) = (new List<byte>(), 1);
        for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            line.Add((byte)next);
            if (next == '\n' || line.Count > 4 * MaxLineLength)
            {
                if (!Utf8.IsValid(CollectionsMarshal.AsSpan(line)))
                {
                    return number;
                }

                line.Clear();
                number += next == '\n' ? 1 : 0;
            }
        }

        return number;
    }

    private string TakeLine()
    {
        var length = _line.Length > 0 && _line[^1] == '\r' ? _line.Length - 1 : _line.Length;
        return _line.ToString(0, length);
    }
}
