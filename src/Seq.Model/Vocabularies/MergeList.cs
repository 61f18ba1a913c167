using System.Text;

namespace Seq.Model;

/// <summary>The merges of byte-pair encoding: their symbols, and the text file that other tools write them to.</summary>
/// <remarks>Sennrich, Haddow and Birch 2016, section 3.2. The symbols are Unicode characters; the last one of a word carries <see cref="WordEnd"/>.</remarks>
public static class MergeList
{
    /// <summary>Ends the last symbol of a word.</summary>
    public const string WordEnd = "</w>";

    private const long MaxBytes = 64L << 20;

    /// <summary>The symbols of a word before anything is merged: its characters, the last one with <see cref="WordEnd"/>.</summary>
    /// <param name="word">A word.</param>
    public static string[] Symbols(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var symbols = word.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        if (symbols.Length > 0)
        {
            symbols[^1] += WordEnd;
        }

        return symbols;
    }

    /// <summary>Whether a pair may be merged: its text must not spell <see cref="WordEnd"/> out of characters within a word.</summary>
    /// <param name="left">First symbol.</param>
    /// <param name="right">Second symbol.</param>
    public static bool IsMergeable(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return !left.EndsWith(WordEnd, StringComparison.Ordinal)
            && (right.EndsWith(WordEnd, StringComparison.Ordinal) || !(left + right).EndsWith(WordEnd, StringComparison.Ordinal));
    }

    /// <summary>Reads merges from a text file: a pair a line, the first to merge first; a first line <c>#version: …</c> is skipped.</summary>
    /// <param name="path">The file, as subword-nmt writes it with its format 0.2 (<c>merges.txt</c> and <c>codes.bpe</c> are usual names).</param>
    /// <returns>The pairs, for <see cref="TokenRules.Merges"/>.</returns>
    /// <exception cref="ModelFormatException">The file is missing or too big, or a line is not a pair of symbols of this form; the message names the line.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var merges = new List<string>();
        var number = 0;
        foreach (var line in Text(path).Split('\n'))
        {
            number++;
            var pair = line.TrimEnd('\r');
            if (pair.Length == 0 || (number == 1 && pair.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            CheckPair(path, number, pair);
            merges.Add(pair);
        }

        return merges.Count > 0 ? merges : throw new ModelFormatException(path, "The file lists no merges.", "Give a file with one pair of symbols a line.");
    }

    private static void CheckPair(string path, int number, string pair)
    {
        var symbols = pair.Split(' ');
        if (symbols.Length != 2 || symbols.Any(symbol => symbol.Length == 0))
        {
            throw new ModelFormatException(
                path, $"Line {number} is '{PrintableText.Of(pair, 60)}', which is not two symbols with a space between them.", "Give one pair of symbols a line.");
        }

        if (symbols[1] == WordEnd)
        {
            throw new ModelFormatException(
                path, $"Line {number} merges '{WordEnd}' as a symbol of its own, as format 0.1 of subword-nmt does.", "Learn the merges again with format 0.2.");
        }

        if (symbols.Any(symbol => symbol.Contains('\u0120', StringComparison.Ordinal)))
        {
            throw new ModelFormatException(
                path, $"Line {number} holds 'Ġ', the sign of a space in merges over bytes.", $"Give merges over characters, whose words end with {WordEnd}.");
        }

        if (!IsMergeable(symbols[0], symbols[1]))
        {
            throw new ModelFormatException(
                path, $"Line {number} merges '{PrintableText.Of(pair, 60)}' across the end of a word.", $"{WordEnd} may only end the second symbol.");
        }
    }

    private static string Text(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(BoundedFile.ReadAllBytes(path, MaxBytes)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw new ModelFormatException(path, "The file is not UTF-8.", "Save it as UTF-8.", exception);
        }
    }
}
