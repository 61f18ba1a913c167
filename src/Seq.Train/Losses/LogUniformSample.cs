namespace Seq.Train;

/// <summary>Distinct tokens drawn by rank, P(k) = ln((k + 2) / (k + 1)) / ln(V + 1): near to how often words of a vocabulary in order of falling frequency occur.</summary>
/// <remarks>
/// k = ⌊e^(u ln(V + 1))⌋ − 1 with u uniform in [0, 1); a token drawn again is thrown away. With m draws made in all, a token is expected 1 − (1 − P)^m times
/// in the sample: what its logit is corrected by.
/// </remarks>
internal sealed class LogUniformSample
{
    private readonly double _logRange;
    private readonly long _draws;

    /// <param name="random">Where the numbers come from.</param>
    /// <param name="tokens">Size of the vocabulary.</param>
    /// <param name="count">Tokens to draw, less than the vocabulary has.</param>
    internal LogUniformSample(SeededRandom random, int tokens, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, tokens);
        _logRange = Math.Log(tokens + 1.0);
        var seen = new HashSet<long>(count);
        while (seen.Count < count)
        {
            _draws++;
            var uniform = (random.Next64() >> 11) * (1.0 / (1UL << 53));
            seen.Add(Math.Min(tokens - 1, (long)Math.Exp(uniform * _logRange) - 1));
        }

        Tokens = [.. seen.Order()];
    }

    /// <summary>The tokens, rising.</summary>
    internal long[] Tokens { get; }

    /// <summary>ln of how often a token is expected in such a sample.</summary>
    internal double LogExpected(long token)
    {
        var share = Math.Log((token + 2.0) / (token + 1.0)) / _logRange;
        return Math.Log(-double.ExpM1(_draws * double.LogP1(-share)));
    }
}
