using System.Text;

namespace Seq.Train;

/// <summary>Text as the published scorers, which run on Python, see it: its white space, its characters, its lower case.</summary>
internal static class ScoredText
{
    /// <summary>What separates words: Unicode's white space, and the four separators of ASCII.</summary>
    internal static readonly char[] WhiteSpace =
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(value => char.IsWhiteSpace(value) || value is >= '\u001c' and <= '\u001f')];

    internal static string[] Words(string text) => text.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The characters that are no white space; a surrogate pair is one.</summary>
    internal static string[] Characters(string text)
    {
        var characters = new List<string>();
        for (var index = 0; index < text.Length;)
        {
            var length = char.IsSurrogatePair(text, index) ? 2 : 1;
            if (!WhiteSpace.Contains(text[index]))
            {
                characters.Add(text.Substring(index, length));
            }

            index += length;
        }

        return [.. characters];
    }

    /// <summary>Lower case by Unicode's full mapping: <c>İ</c> becomes two characters, and <c>Σ</c> at the end of a word becomes <c>ς</c>.</summary>
    /// <remarks>Source: The Unicode Standard, §3.13 (Final_Sigma) and SpecialCasing.txt.</remarks>
    internal static string Lower(string text)
    {
        var lower = new StringBuilder(text.ToLowerInvariant());
        for (var index = text.Length - 1; index >= 0; index--)
        {
            if (text[index] == 'Σ')
            {
                lower[index] = EndsWord(text, index) ? 'ς' : 'σ';
            }
            else if (text[index] == 'İ')
            {
                lower.Remove(index, 1).Insert(index, "i\u0307");
            }
        }

        return lower.ToString();
    }

    private static bool EndsWord(string text, int sigma) =>
        FirstThatCounts(text.AsSpan(0, sigma), last: true) is { } before && IsCased(before)
        && !(FirstThatCounts(text.AsSpan(sigma + 1), last: false) is { } after && IsCased(after));

    private static Rune? FirstThatCounts(ReadOnlySpan<char> text, bool last)
    {
        while (!text.IsEmpty)
        {
            Rune rune;
            int length;
            _ = last ? Rune.DecodeLastFromUtf16(text, out rune, out length) : Rune.DecodeFromUtf16(text, out rune, out length);
            if (!IsIgnorable(rune))
            {
                return rune;
            }

            text = last ? text[..^length] : text[length..];
        }

        return null;
    }

    private static bool IsCased(Rune rune) => Rune.IsUpper(rune) || Rune.IsLower(rune)
        || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnorable(Rune rune) =>
        rune.Value is '\'' or '.' or ':' or '·' or '\u2019' or '\u2018' or '\u2024' or '\u2027'
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.ModifierLetter
            or System.Globalization.UnicodeCategory.ModifierSymbol;
}
