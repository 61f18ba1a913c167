using System.Globalization;
using Seq.Decoding;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>A sequence that a search found.</summary>
/// <param name="Tokens">Its tokens, with the end token if there is one.</param>
/// <param name="LogProbability">The sum of their log-probabilities; NaN when it is not compared.</param>
/// <param name="Score">What it is ranked by; NaN when it is not compared.</param>
internal sealed record FoundTokens(IReadOnlyList<int> Tokens, double LogProbability, double Score)
{
    /// <summary>By how much scores may differ, relative to them where they exceed 1: a search in a graph returns float32.</summary>
    internal const double ScoreTolerance = 1e-5;

    /// <summary>How much more scores may differ, for the rounding of the logits that they are made of.</summary>
    internal double ScoreRounding { get; init; }

    internal static FoundTokens Of(Hypothesis hypothesis) => new(With(hypothesis.Tokens, hypothesis.EndToken), hypothesis.LogProbability, hypothesis.Score);

    internal static FoundTokens Of(GeneratedSequence sequence) => new(With(sequence.Tokens, sequence.EndToken), sequence.LogProbability, sequence.Score);

    /// <summary>What differs, in words; null when nothing does.</summary>
    internal string? DifferenceFrom(FoundTokens actual)
    {
        var step = Tokens.Zip(actual.Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
        if (step < Math.Max(Tokens.Count, actual.Tokens.Count))
        {
            return $"step {step}: {Token(actual.Tokens, step)} instead of {Token(Tokens, step)}";
        }

        return Off("log-probability", LogProbability, actual.LogProbability) ?? Off("score", Score, actual.Score);
    }

    private string? Off(string what, double expected, double actual) =>
        double.IsNaN(expected) || Math.Abs(expected - actual) <= (ScoreTolerance * Math.Max(1, Math.Abs(expected))) + (ScoreRounding * Tokens.Count)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what} {actual:G8} instead of {expected:G8}");

    private static int[] With(IEnumerable<int> tokens, int? end) => end is { } token ? [.. tokens, token] : [.. tokens];

    private static string Token(IReadOnlyList<int> tokens, int step) => step < tokens.Count ? $"token {tokens[step]}" : "nothing more";
}
