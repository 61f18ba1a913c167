using Seq.Model;

namespace Seq.Train;

/// <summary>The tokens that byte pairs can give.</summary>
internal static class PieceList
{
    /// <summary>Each character within and at the end of a word, in ordinal order, then what the merges give, in their order.</summary>
    internal static IEnumerable<string> Of(IEnumerable<string> words, IReadOnlyList<string> merges)
    {
        var characters = words.SelectMany(word => word.EnumerateRunes().Select(rune => rune.ToString())).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return characters.SelectMany(character => (string[])[character, character + MergeList.WordEnd])
            .Concat(merges.SelectMany(merge => (string[])[.. merge.Split(' '), merge.Replace(" ", "", StringComparison.Ordinal)]))
            .Distinct(StringComparer.Ordinal);
    }
}
