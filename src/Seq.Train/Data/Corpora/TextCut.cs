using Seq.Model;

namespace Seq.Train;

/// <summary>Splits one long text in its order.</summary>
internal static class TextCut
{
    /// <summary>The beginning is learned from, the end is the test part. Characters are counted; a border within a word moves on to its end, unless characters are the tokens.</summary>
    internal static DataParts<string> InOrder(string text, PartShares shares, TokenUnit unit)
    {
        var (validation, test) = shares.Of(text.Length);
        var first = Border(text, text.Length - validation - test, unit);
        var second = Math.Max(first, Border(text, text.Length - test, unit));
        return new([text[..first]], second > first ? [text[first..second]] : [], text.Length > second ? [text[second..]] : []);
    }

    private static int Border(string text, int place, TokenUnit unit)
    {
        while (place > 0 && place < text.Length && (unit == TokenUnit.Characters ? char.IsLowSurrogate(text[place]) : !char.IsWhiteSpace(text[place])))
        {
            place++;
        }

        return place;
    }
}
