using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>What a graph found for one input, hypothesis by hypothesis, and how it compares with what Seq.Decoding found.</summary>
internal sealed record FoundSequence(int[] Tokens, bool Ended, float LogProbability, float Score, float[] TokenLogProbabilities)
{
    /// <summary>Float rounding over up to twenty steps, of sums that the graph rounds once.</summary>
    internal const double Tolerance = 1e-5;

    /// <summary>Splits the outputs of a graph by input; a graph without a beam has one hypothesis each, scored by its log-probability.</summary>
    internal static List<FoundSequence[]> Of(Dictionary<string, Tensor> result, int endToken)
    {
        var tokens = result[GraphNames.Tokens];
        var batch = (int)tokens.Shape[0];
        var hypotheses = tokens.Shape.Count == 3 ? (int)tokens.Shape[1] : 1;
        var steps = (int)tokens.Shape[^1];
        var logProbabilities = result[GraphNames.SequenceLogProbability].Floats;
        var scores = result.GetValueOrDefault(GraphNames.SequenceScore)?.Floats ?? logProbabilities;
        return [.. Enumerable.Range(0, batch).Select(input => Enumerable.Range(input * hypotheses, hypotheses)
            .Where(at => !float.IsNegativeInfinity(scores[at]))
            .Select(at =>
            {
                var length = (int)result[GraphNames.Lengths].Longs[at];
                var row = tokens.Longs.AsSpan(at * steps, steps);
                Assert.All(row[length..].ToArray(), token => Assert.Equal(endToken, token));
                var gains = result[GraphNames.TokenLogProbabilities].Floats.AsSpan(at * steps, steps);
                var whole = Math.Min(steps, length + 1);
                Assert.All(gains[whole..].ToArray(), gain => Assert.Equal(0f, gain));
                return new FoundSequence(
                    [.. row[..length].ToArray().Select(token => (int)token)], whole > length, logProbabilities[at], scores[at], gains[..whole].ToArray());
            }).ToArray())];
    }

    /// <summary>Why it differs from a hypothesis; null when tokens, end and numbers agree.</summary>
    internal string? Difference(Hypothesis expected)
    {
        static bool Close(double left, double right) => Math.Abs(left - right) <= Tolerance * Math.Max(1, Math.Abs(right) / 8);
        return !Tokens.SequenceEqual(expected.Tokens) ? $"tokens {string.Join(' ', Tokens)} instead of {string.Join(' ', expected.Tokens)}"
            : Ended == expected.EndToken is null ? $"ended is {Ended}"
            : !Close(LogProbability, expected.LogProbability) ? $"log-probability {LogProbability} instead of {expected.LogProbability}"
            : !Close(Score, expected.Score) ? $"score {Score} instead of {expected.Score}"
            : !TokenLogProbabilities.Zip(expected.TokenLogProbabilities, (a, b) => Close(a, b)).All(close => close) ? "a token's log-probability"
            : null;
    }

    /// <summary>Demands that a graph found what Seq.Decoding found, in the same order.</summary>
    internal static void Equal(IReadOnlyList<DecodingResult> expected, IReadOnlyList<FoundSequence[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var input = 0; input < expected.Count; input++)
        {
            Assert.Equal(expected[input].Hypotheses.Length, actual[input].Length);
            foreach (var (hypothesis, found) in expected[input].Hypotheses.Zip(actual[input]))
            {
                Assert.True(found.Difference(hypothesis) is null, $"Input {input}: {found.Difference(hypothesis)}.");
            }
        }
    }
}
