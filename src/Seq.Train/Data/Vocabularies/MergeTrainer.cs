using System.Runtime.InteropServices;
using Seq.Model;

namespace Seq.Train;

/// <summary>Learns merges: again and again the most frequent pair of neighbouring symbols becomes a symbol.</summary>
/// <remarks>
/// Sennrich, Haddow and Birch 2016, algorithm 1. Pairs never cross words. Of equally frequent pairs the first in ordinal order wins, left symbol first.
/// Only the words that hold the merged pair are looked at again, and a queue gives the next pair, so that thousands of merges take seconds.
/// </remarks>
public sealed class MergeTrainer
{
    private readonly List<(List<string> Symbols, long Count)> _words = [];
    private readonly Dictionary<(string Left, string Right), long> _counts = [];
    private readonly Dictionary<(string Left, string Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<(string Left, string Right), (long Count, string Left, string Right)> _queue = new(MostFrequentFirst.Instance);

    private MergeTrainer(IReadOnlyDictionary<string, long> words)
    {
        foreach (var (word, count) in words.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            _words.Add(([.. MergeList.Symbols(word)], count));
            Count(_words.Count - 1, 1);
        }

        foreach (var (pair, count) in _counts)
        {
            _queue.Enqueue(pair, (count, pair.Left, pair.Right));
        }
    }

    /// <summary>Learns merges.</summary>
    /// <param name="words">How often each word occurs.</param>
    /// <param name="merges">Most merges to learn; fewer come back when no pair occurs twice any more.</param>
    /// <returns>The merges, the first to merge first, for <see cref="TokenRules.Merges"/>.</returns>
    public static IReadOnlyList<string> Learn(IReadOnlyDictionary<string, long> words, int merges)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfNegative(merges);
        var trainer = new MergeTrainer(words);
        var learned = new List<string>();
        while (learned.Count < merges && trainer.Next() is { } pair)
        {
            learned.Add($"{pair.Left} {pair.Right}");
        }

        return learned;
    }

    private (string Left, string Right)? Next()
    {
        while (_queue.TryDequeue(out var pair, out var entry))
        {
            if (_counts.GetValueOrDefault(pair) != entry.Count)
            {
                continue; // The count has changed since; the pair stands in the queue with its new count as well.
            }

            if (entry.Count < 2)
            {
                return null;
            }

            Merge(pair);
            return pair;
        }

        return null;
    }

    private void Merge((string Left, string Right) pair)
    {
        var changed = new HashSet<(string, string)>();
        foreach (var word in _places[pair].Order().ToArray())
        {
            changed.UnionWith(Count(word, -1));
            var symbols = _words[word].Symbols;
            for (var place = 0; place + 1 < symbols.Count; place++)
            {
                if (symbols[place] == pair.Left && symbols[place + 1] == pair.Right)
                {
                    symbols[place] += pair.Right;
                    symbols.RemoveAt(place + 1);
                }
            }

            changed.UnionWith(Count(word, 1));
        }

        foreach (var other in changed)
        {
            if (_counts.GetValueOrDefault(other) is > 0 and var count)
            {
                _queue.Enqueue(other, (count, other.Item1, other.Item2));
            }
        }
    }

    /// <summary>Adds a word's pairs to the counts (sign 1), or takes them away (−1).</summary>
    /// <returns>Its pairs.</returns>
    private HashSet<(string Left, string Right)> Count(int word, int sign)
    {
        var (symbols, count) = _words[word];
        var pairs = new HashSet<(string Left, string Right)>();
        for (var place = 0; place + 1 < symbols.Count; place++)
        {
            var pair = (symbols[place], symbols[place + 1]);
            if (!MergeList.IsMergeable(pair.Item1, pair.Item2))
            {
                continue;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            pairs.Add(pair);
        }

        foreach (var pair in pairs)
        {
            if (sign > 0)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _) ??= []).Add(word);
            }
            else
            {
                _places[pair].Remove(word);
            }
        }

        return pairs;
    }

    private sealed class MostFrequentFirst : IComparer<(long Count, string Left, string Right)>
    {
        internal static MostFrequentFirst Instance { get; } = new();

        public int Compare((long Count, string Left, string Right) x, (long Count, string Left, string Right) y) =>
            x.Count != y.Count ? y.Count.CompareTo(x.Count)
            : string.CompareOrdinal(x.Left, y.Left) is not 0 and var left ? left
            : string.CompareOrdinal(x.Right, y.Right);
    }
}
