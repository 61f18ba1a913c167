using Seq.Model;

namespace Seq.Train;

/// <summary>The task of reading spelled digits: <c>one two five</c> becomes <c>125</c>.</summary>
public static class DigitsTask
{
    private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>The letters a to z and the space.</summary>
    public static Vocabulary SourceVocabulary { get; } =
        new(TokenUnit.Characters, [.. Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString()), " "], SpecialTokens.None);

    /// <summary>The digits, and <c>#</c>, which both starts and ends a sequence.</summary>
    public static Vocabulary TargetVocabulary { get; } =
        new(TokenUnit.Characters, [.. Enumerable.Range('0', 10).Select(digit => ((char)digit).ToString()), "#"], new() { Start = 10, End = 10 });

    /// <summary>Spells digits out.</summary>
    /// <param name="digits">A text of the digits 0 to 9.</param>
    /// <exception cref="ArgumentException">Another character is among them.</exception>
    public static string Spell(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        return string.Join(' ', digits.Select(digit => char.IsAsciiDigit(digit)
            ? Names[digit - '0']
            : throw new ArgumentException($"'{digit}' is not one of the digits 0 to 9.", nameof(digits))));
    }

    /// <summary>Draws an example.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="minDigits">Fewest digits, at least 1.</param>
    /// <param name="maxDigits">Most digits.</param>
    /// <returns>The spelled text and its digits.</returns>
    public static (string Source, string Target) Draw(SeededRandom random, int minDigits, int maxDigits)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(minDigits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDigits, minDigits);
        var digits = new char[minDigits + random.Next(maxDigits - minDigits + 1)];
        for (var place = 0; place < digits.Length; place++)
        {
            digits[place] = (char)('0' + random.Next(10));
        }

        var target = new string(digits);
        return (Spell(target), target);
    }

    /// <summary>Draws a batch.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="rows">Number of examples, at least 1.</param>
    /// <param name="minDigits">Fewest digits.</param>
    /// <param name="maxDigits">Most digits.</param>
    public static SequenceBatch DrawBatch(SeededRandom random, int rows, int minDigits, int maxDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var pairs = new (int[], int[])[rows];
        for (var row = 0; row < rows; row++)
        {
            var (source, target) = Draw(random, minDigits, maxDigits);
            pairs[row] = (SourceVocabulary.Encode(source), TargetVocabulary.Encode(target));
        }

        return SequenceBatch.Pad(pairs, TargetVocabulary.Special.Start!.Value, TargetVocabulary.Special.End!.Value);
    }
}
