using Seq.Model;

namespace Seq.Runtime;

/// <summary>The tokens of a text that is read piece by piece: those that the whole text at once would have.</summary>
/// <param name="text">The text.</param>
/// <param name="vocabulary">Its vocabulary.</param>
/// <param name="lineMark">The token that stands behind each line; null where line ends are text.</param>
internal sealed class TextTokens(TextReader text, Vocabulary vocabulary, int? lineMark)
{
    /// <summary>How much is read at a time, in UTF-16 units.</summary>
    internal const int PieceLength = 1 << 16;

    private const string LongestBreak = "<br />";
    private long _tokens;

    /// <summary>How many characters have been read, line ends included; those beyond the basic plane count once.</summary>
    internal long Characters { get; private set; }

    /// <summary>How many of the tokens stand for something that the vocabulary lacks.</summary>
    internal long Unknown { get; private set; }

    /// <summary>Reads to the end, once.</summary>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    internal IEnumerable<int> Read() => lineMark is { } mark ? Lines(mark) : Pieces();

    private IEnumerable<int> Lines(int mark)
    {
        while (text.ReadLine() is { } line)
        {
            foreach (var id in Encode(line))
            {
                yield return id;
            }

            Characters++;
            _tokens++;
            yield return mark;
        }
    }

    private IEnumerable<int> Pieces()
    {
        var held = "";
        var buffer = new char[PieceLength];
        while (text.ReadBlock(buffer) is > 0 and var length)
        {
            held = string.Concat(held, buffer.AsSpan(0, length));
            var cut = Cut(held);
            foreach (var id in Encode(held[..cut]))
            {
                yield return id;
            }

            held = held[cut..];
        }

        foreach (var id in Encode(held))
        {
            yield return id;
        }
    }

    private int[] Encode(string piece)
    {
        try
        {
            var ids = vocabulary.Encode(piece);
            Characters += piece.Count(unit => !char.IsLowSurrogate(unit));
            Unknown += vocabulary.Special.Unknown is { } unknown ? ids.Count(id => id == unknown) : 0;
            _tokens += ids.Length;
            return ids;
        }
        catch (VocabularyException exception) when (_tokens > 0)
        {
            throw new VocabularyException($"Behind token {_tokens}: {exception.Message}");
        }
    }

    /// <summary>The last place where a text may be cut, so that the tokens of its parts are those of the whole.</summary>
    private int Cut(string piece) => vocabulary.Unit == TokenUnit.Characters ? CutOfCharacters(piece) : CutOfWords(piece);

    /// <summary>Behind the last white space; that within a line break of web pages belongs to it.</summary>
    private static int CutOfWords(string piece)
    {
        for (var end = piece.Length; end > 0; end--)
        {
            if (char.IsWhiteSpace(piece[end - 1]) && !piece.AsSpan(0, end).EndsWith(LongestBreak.AsSpan(0, 4), StringComparison.OrdinalIgnoreCase))
            {
                return end;
            }
        }

        return 0;
    }

    /// <summary>At the end, but in no surrogate pair and before what may become a line break of web pages.</summary>
    private int CutOfCharacters(string piece)
    {
        var end = char.IsHighSurrogate(piece[^1]) ? piece.Length - 1 : piece.Length;
        var from = Math.Max(0, end - (LongestBreak.Length - 1));
        return vocabulary.Rules.DropLineBreaks && piece.AsSpan(from, end - from).LastIndexOf('<') is >= 0 and var at ? from + at : end;
    }
}
