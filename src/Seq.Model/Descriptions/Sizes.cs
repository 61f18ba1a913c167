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
}
