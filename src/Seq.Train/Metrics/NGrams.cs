namespace Seq.Train;

/// <summary>Counts runs of n tokens.</summary>
internal static class NGrams
{
    /// <summary>Runs of words; words hold no spaces, so that joined runs differ when the runs do.</summary>
    internal static Dictionary<string, int> OfWords(string[] words, int order)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var start = 0; start + order <= words.Length; start++)
        {
            var gram = string.Join(' ', words, start, order);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }

    /// <summary>Runs of characters, each character a text of its own.</summary>
    internal static Dictionary<string, int> OfCharacters(string[] characters, int order)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var start = 0; start + order <= characters.Length; start++)
        {
            var gram = string.Concat(characters.AsSpan(start, order)!);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }

    /// <summary>Of each run, how often that sequence has it which has it most.</summary>
    internal static Dictionary<string, int> MostOfEach(string[][] sequences, int order)
    {
        var most = OfWords(sequences[0], order);
        foreach (var sequence in sequences.AsSpan(1))
        {
            foreach (var (gram, count) in OfWords(sequence, order))
            {
                most[gram] = Math.Max(count, most.GetValueOrDefault(gram));
            }
        }

        return most;
    }
}
