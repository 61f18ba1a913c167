using System.Text.RegularExpressions;

namespace Seq.Train;

/// <summary>Cuts texts into the tokens that BLEU counts.</summary>
internal static partial class BleuTokens
{
    internal static string[] Of(string text, BleuTokenizer tokenizer)
    {
        text = text.TrimEnd(ScoredText.WhiteSpace);
        return tokenizer switch
        {
            BleuTokenizer.None => ScoredText.Words(text),
            BleuTokenizer.Character => ScoredText.Characters(text),
            _ => Mteval13a(text),
        };
    }

    /// <summary>The rules of mteval-v13a.pl for Western languages.</summary>
    /// <remarks>
    /// Undo SGML entities and line ends; set punctuation apart, except <c>'</c>, and <c>. , -</c>, which stay within numbers: a full stop or comma is apart
    /// unless digits stand on both sides, a dash only after a digit. The order of the rules is part of them.
    /// </remarks>
    private static string[] Mteval13a(string text)
    {
        text = text
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal)
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        text = Punctuation().Replace($" {text} ", " $0 ");
        text = MarkAfterNoDigit().Replace(text, "$1 $2 ");
        text = MarkBeforeNoDigit().Replace(text, " $1 $2");
        return ScoredText.Words(DashAfterDigit().Replace(text, "$1 $2 "));
    }

    // Everything of ASCII that is neither letter, digit nor control character, but ' , - and .
    [GeneratedRegex(@"[ -&(-+/:-@\[-`{-~]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("([^0-9])([.,])")]
    private static partial Regex MarkAfterNoDigit();

    [GeneratedRegex("([.,])([^0-9])")]
    private static partial Regex MarkBeforeNoDigit();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex DashAfterDigit();
}
