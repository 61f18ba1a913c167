using System.Globalization;

namespace Seq.Model;

/// <summary>Bounds on the sizes of a description, so that no product of two of them overflows.</summary>
internal static class Sizes
{
    internal const int MaxVocabulary = 4_000_000;
    internal const int MaxEmbedding = 65_536;

    internal static void Check(string name, int value, int max, List<string> problems)
    {
        if (value < 1 || value > max)
        {
            problems.Add($"{name} is {value}; it must lie between 1 and {max}.");
        }
    }

    internal static void CheckProbability(string name, double value, List<string> problems)
    {
        if (!(value is >= 0 and < 1))
        {
            problems.Add($"{name} is {value.ToString(CultureInfo.InvariantCulture)}; it must lie in [0, 1).");
        }
    }

    /// <summary>Checks the width of an embedding; null means one-hot input.</summary>
    internal static void CheckWidth(string name, int? value, List<string> problems)
    {
        if (value is { } width)
        {
            Check(name, width, MaxEmbedding, problems);
        }
    }

    internal static void CheckToken(string name, int token, int vocabulary, List<string> problems)
    {
        if (token < 0 || (token >= vocabulary && vocabulary > 0))
        {
            problems.Add($"{name} is {token}; its tokens go from 0 to {Math.Max(vocabulary, 1) - 1}.");
        }
    }
}
