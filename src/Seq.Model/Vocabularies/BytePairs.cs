namespace Seq.Model;

/// <summary>Cuts words into the symbols that a list of merges leaves.</summary>
internal sealed class BytePairs
{
    private readonly Dictionary<(string Left, string Right), int> _ranks = [];

    /// <param name="merges">The pairs, the first to merge first.</param>
    /// <exception cref="VocabularyException">A merge is not a pair, stands twice, or crosses the end of a word.</exception>
    internal BytePairs(IReadOnlyList<string> merges)
    {
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var symbols = (merges[rank] ?? "").Split(' ');
            if (symbols.Length != 2 || symbols.Any(symbol => symbol.Length == 0 || symbol.Any(char.IsWhiteSpace) || !Utf16.IsWellFormed(symbol)))
            {
                throw new VocabularyException(
                    $"Merge {rank} of the vocabulary, '{PrintableText.Of(merges[rank], 60)}', is not two symbols with a space between them.");
            }

            if (!MergeList.IsMergeable(symbols[0], symbols[1]))
            {
                throw new VocabularyException(
                    $"Merge {rank} of the vocabulary, '{PrintableText.Of(merges[rank], 60)}', crosses the end of a word; {MergeList.WordEnd} may only end the second symbol.");
            }

            if (!_ranks.TryAdd((symbols[0], symbols[1]), rank))
            {
                throw new VocabularyException($"The vocabulary lists the merge '{PrintableText.Of(merges[rank], 60)}' twice; keep the first.");
            }
        }
    }

    /// <summary>Merges the pair of lowest rank, the leftmost of several, until none is left.</summary>
    /// <param name="word">A word.</param>
    /// <returns>Its symbols.</returns>
    /// <remarks>A queue of pairs keeps it within n log n steps for a word of n characters.</remarks>
    internal List<string> Segment(string word)
    {
        string?[] symbols = MergeList.Symbols(word);
        var next = new int[symbols.Length];
        var previous = new int[symbols.Length];
        var queue = new PriorityQueue<(int Place, string Left, string Right), (int Rank, int Place)>();
        for (var place = 0; place < symbols.Length; place++)
        {
            (previous[place], next[place]) = (place - 1, place + 1);
            Enqueue(place);
        }

        while (queue.TryDequeue(out var pair, out _))
        {
            var second = next[pair.Place];
            if (symbols[pair.Place] != pair.Left || second >= symbols.Length || symbols[second] != pair.Right)
            {
                continue; // One of the two has been merged with another symbol since.
            }

            symbols[pair.Place] = pair.Left + pair.Right;
            symbols[second] = null;
            next[pair.Place] = next[second];
            if (next[second] < symbols.Length)
            {
                previous[next[second]] = pair.Place;
            }

            Enqueue(pair.Place);
            Enqueue(previous[pair.Place]);
        }

        return [.. symbols.OfType<string>()];

        void Enqueue(int place)
        {
            if (place >= 0 && next[place] < symbols.Length && _ranks.TryGetValue((symbols[place]!, symbols[next[place]]!), out var rank))
            {
                queue.Enqueue((place, symbols[place]!, symbols[next[place]]!), (rank, place));
            }
        }
    }

    /// <summary>Merges as <see cref="Segment(string)"/>, but each merge that is possible is passed over with some probability, anew before each merge.</summary>
    /// <remarks>Provilkov, Emelianenko and Voita 2020, "BPE-dropout", algorithm 1.</remarks>
    internal List<string> Segment(string word, double dropout, Func<double> uniform)
    {
        var symbols = MergeList.Symbols(word).ToList();
        while (true)
        {
            var (best, bestRank) = (-1, int.MaxValue);
            for (var place = 0; place + 1 < symbols.Count; place++)
            {
                if (_ranks.TryGetValue((symbols[place], symbols[place + 1]), out var rank) && uniform() >= dropout && rank < bestRank)
                {
                    (best, bestRank) = (place, rank);
                }
            }

            if (best < 0)
            {
                return symbols;
            }

            symbols[best] += symbols[best + 1];
            symbols.RemoveAt(best + 1);
        }
    }
}
