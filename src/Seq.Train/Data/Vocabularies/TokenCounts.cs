using System.Runtime.InteropServices;
using Seq.Model;

namespace Seq.Train;

/// <summary>How often each word or character occurs in some texts; what a vocabulary is made from.</summary>
public sealed class TokenCounts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Number of different tokens.</summary>
    public int Different => _counts.Count;

    /// <summary>Number of tokens.</summary>
    public long Total { get; private set; }

    /// <summary>The counts, in no order.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Counts the tokens of a text: characters, or words for the other units.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="rules">How it is cut.</param>
    public void AddText(string text, TokenUnit unit, TokenRules rules)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(rules);
        if (unit == TokenUnit.Characters)
        {
            foreach (var rune in rules.Normalize(text).EnumerateRunes())
            {
                Add(rune.ToString());
            }
        }
        else
        {
            foreach (var word in rules.SplitWords(text))
            {
                Add(word);
            }
        }
    }

    /// <summary>Counts a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="times">How often, at least 1.</param>
    public void Add(string token, long times = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _) += times;
        Total += times;
    }

    /// <summary>The tokens from the most frequent on; equal counts in ordinal order.</summary>
    public IReadOnlyList<string> ByFrequency() =>
        [.. _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key)];
}
