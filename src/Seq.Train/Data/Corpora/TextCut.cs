using Seq.Model;

namespace Seq.Train;

/// <summary>Splits one long text in its order.</summary>
internal static class TextCut
{
    /// <summary>The beginning is learned from, the end is the test part. Characters are counted; a border within a word moves on to its end, unless characters are the tokens.</summary>
    /// <param name="text">The text in pieces, each but the last with the line end that ends it; gone through twice here, and once each time that a part is.</param>
    /// <param name="shares">Sizes of the parts.</param>
    /// <param name="unit">What a token is.</param>
    /// <exception cref="DataException">The text has more characters than a stream can have tokens.</exception>
    internal static StreamTexts InOrder(IEnumerable<string> text, PartShares shares, TokenUnit unit)
    {
        var total = text.Sum(piece => (long)piece.Length);
        var length = total <= Array.MaxLength
            ? (int)total
            : throw new DataException($"The text has {total} characters; a language model's has at most {Array.MaxLength}. Cut it into several files.");
        var (validation, test) = shares.Of(length);
        var first = Border(text, length - validation - test, unit);
        var second = Math.Max(first, Border(text, length - test, unit));
        return new(Between(text, 0, first), second > first ? Between(text, first, second) : [], length > second ? Between(text, second, length) : []);
    }

    /// <summary>Lines as the pieces of one text.</summary>
    internal static IEnumerable<string> Pieces(IEnumerable<string> lines)
    {
        string? before = null;
        foreach (var line in lines)
        {
            if (before is not null)
            {
                yield return before + '\n';
            }

            before = line;
        }

        if (before is not null)
        {
            yield return before;
        }
    }

    /// <summary>The next place that may be a border: within the piece, or where it ends, since a line end ends a word too.</summary>
    private static int Border(IEnumerable<string> text, int place, TokenUnit unit)
    {
        var start = 0;
        foreach (var piece in text)
        {
            if (place > 0 && place < start + piece.Length)
            {
                var within = place - start;
                while (within < piece.Length && (unit == TokenUnit.Characters ? char.IsLowSurrogate(piece[within]) : !char.IsWhiteSpace(piece[within])))
                {
                    within++;
                }

                return start + within;
            }

            start += piece.Length;
        }

        return place;
    }

    private static IEnumerable<string> Between(IEnumerable<string> text, int from, int to)
    {
        var start = 0;
        foreach (var piece in text)
        {
            if (start >= to)
            {
                yield break;
            }

            var (first, last) = (Math.Max(from - start, 0), Math.Min(to - start, piece.Length));
            if (first < last)
            {
                yield return piece[first..last];
            }

            start += piece.Length;
        }
    }
}
