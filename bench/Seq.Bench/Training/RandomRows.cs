using Seq.Train;

namespace Seq.Bench.Training;

/// <summary>Tokens as frequent as words are, and lengths as a bucketed batch has them.</summary>
internal static class RandomRows
{
    /// <summary>Tokens by Zipf's law: the k-th is drawn about 1 / k times as often as the first.</summary>
    internal static long[] Words(SeededRandom random, int count, int vocabulary)
    {
        var range = Math.Log(vocabulary);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Min(vocabulary - 1, (long)Math.Exp(random.Next(1 << 30) / (double)(1 << 30) * range)))];
    }

    /// <summary>Lengths from <paramref name="least"/> to <paramref name="most"/>, at least one of them the longest.</summary>
    internal static long[] Lengths(SeededRandom random, int rows, int least, int most)
    {
        long[] lengths = [.. Enumerable.Range(0, rows).Select(_ => (long)(least + random.Next(most - least + 1)))];
        lengths[0] = most;
        return lengths;
    }
}
