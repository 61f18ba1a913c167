using System.Globalization;

namespace Seq.Decoding.Tests;

/// <summary>Everything about a hypothesis as text that keeps each bit, for comparing and for reading when a test fails.</summary>
internal static class Description
{
    internal static string Of(Hypothesis hypothesis)
    {
        int[] tokens = hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : [.. hypothesis.Tokens];
        return Of(tokens, hypothesis.TokenLogProbabilities, hypothesis.LogProbability, hypothesis.Score, hypothesis.FinishReason);
    }

    internal static string[] Of(DecodingResult result) => [.. result.Hypotheses.Select(Of), .. result.DeadEnds.Select(Of)];

    /// <param name="tokens">The tokens, with the end token.</param>
    /// <param name="logProbabilities">Their log-probabilities.</param>
    /// <param name="sum">The sum of them.</param>
    /// <param name="score">The sum after the length penalty.</param>
    /// <param name="reason">Why it ended.</param>
    internal static string Of(IEnumerable<int> tokens, IEnumerable<double> logProbabilities, double sum, double score, FinishReason reason) =>
        $"[{string.Join(' ', tokens)}] {reason} {Bits(sum)} {Bits(score)} ({string.Join(' ', logProbabilities.Select(Bits))})";

    private static string Bits(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
