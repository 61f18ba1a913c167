using Seq.Decoding;
using Seq.Decoding.Text;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The text of a hypothesis with its unknown tokens replaced.</summary>
internal static class UnknownWords
{
    /// <summary>The words of a source as its text has them, one per token, so that words that the vocabulary lacks are there too.</summary>
    internal static IReadOnlyList<string> Surface(Vocabulary vocabulary, string? text, IReadOnlyList<int> ids)
    {
        string[] words = text is null || vocabulary.Unit == TokenUnit.BytePairs ? []
            : vocabulary.Unit == TokenUnit.Characters ? [.. vocabulary.Rules.Normalize(text).EnumerateRunes().Select(rune => rune.ToString())]
            : [.. vocabulary.Rules.SplitWords(text)];
        return words.Length == ids.Count ? words : [.. ids.Select(id => vocabulary.Decode([id]))];
    }

    /// <summary>The text of a hypothesis.</summary>
    /// <param name="hypothesis">The hypothesis, with attention.</param>
    /// <param name="vocabulary">The target vocabulary.</param>
    /// <param name="source">The words of the source, [source].</param>
    /// <param name="replacement">What to put in place.</param>
    internal static string Replace(Hypothesis hypothesis, Vocabulary vocabulary, IReadOnlyList<string> source, UnknownReplacement replacement)
    {
        var text = vocabulary.Decode(hypothesis.Tokens.AsSpan());
        if (vocabulary.Special.Unknown is not { } unknown || hypothesis.Attention.IsEmpty)
        {
            return text;
        }

        // From the last to the first, so that places before stay where they are: whether a space stands between two tokens depends on these two.
        var words = new UnknownWordReplacement(unknown, word => replacement.Dictionary?.GetValueOrDefault(word)).Words(hypothesis, token => vocabulary.Tokens[token], source);
        for (var step = hypothesis.Tokens.Length - 1; step >= 0; step--)
        {
            if (hypothesis.Tokens[step] == unknown)
            {
                var end = vocabulary.Decode(hypothesis.Tokens.AsSpan(0, step + 1)).Length;
                var begin = end - vocabulary.Tokens[unknown].Length;
                text = string.Concat(text.AsSpan(0, begin), words[step], text.AsSpan(end));
            }
        }

        return text;
    }
}
