using System.Buffers;
using System.Globalization;
using System.Text;

namespace Seq.Model;

/// <summary>Cuts texts into words in one pass from left to right.</summary>
internal static class WordSplitter
{
    private static readonly SearchValues<char> KerasFilters = SearchValues.Create("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~");

    internal static IReadOnlyList<string> Split(string text, WordSplit split) => split switch
    {
        WordSplit.WhiteSpace => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        WordSplit.Keras => AtFilters(text),
        _ => AroundMarks(text),
    };

    private static List<string> AtFilters(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var end = 0; end <= text.Length; end++)
        {
            if (end == text.Length || char.IsWhiteSpace(text[end]) || KerasFilters.Contains(text[end]))
            {
                if (end > start)
                {
                    words.Add(text[start..end]);
                }

                start = end + 1;
            }
        }

        return words;
    }

    private static List<string> AroundMarks(string text)
    {
        var words = new List<string>();
        var start = 0; // Of the run that is open; closed runs leave it at the current place.
        var place = 0;
        while (place < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(place), out var rune, out var length);
            if (!IsPartOfWord(rune))
            {
                Close(place);
                if (!Rune.IsWhiteSpace(rune))
                {
                    words.Add(text.Substring(place, length));
                }

                start = place + length;
            }

            place += length;
        }

        Close(text.Length);
        return words;

        void Close(int end)
        {
            if (end > start)
            {
                words.Add(text[start..end]);
            }
        }
    }

    private static bool IsPartOfWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
        UnicodeCategory.ConnectorPunctuation => true,
        _ => false,
    };
}
