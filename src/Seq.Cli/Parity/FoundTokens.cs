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

    private const int MostText = 60;

    /// <summary>How much more scores may differ, for the rounding of the logits that they are made of.</summary>
    internal double ScoreRounding { get; init; }

    /// <summary>The log-probability of each token, the end token included; empty when it is not compared. The trainer's are not: its logits are.</summary>
    internal IReadOnlyList<double> TokenLogProbabilities { get; init; } = [];

    /// <summary>The text; null when it is not compared.</summary>
    internal string? Text { get; init; }

    internal static FoundTokens Of(Hypothesis hypothesis) => new(With(hypothesis.Tokens, hypothesis.EndToken), hypothesis.LogProbability, hypothesis.Score);

    internal static FoundTokens Of(GeneratedSequence sequence) => new(With(sequence.Tokens, sequence.EndToken), sequence.LogProbability, sequence.Score)
    {
        TokenLogProbabilities = sequence.TokenLogProbabilities,
    };

    /// <summary>What differs, in words; null when nothing does.</summary>
    internal string? DifferenceFrom(FoundTokens actual)
    {
        var step = Tokens.Zip(actual.Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
        if (step < Math.Max(Tokens.Count, actual.Tokens.Count))
        {
            return $"step {step}: {Token(actual.Tokens, step)} instead of {Token(Tokens, step)}";
        }

        if (Text is not null && Text != actual.Text)
        {
            return $"text '{Shown(actual.Text)}' instead of '{Shown(Text)}'";
        }

        return TokenOff(actual) ?? Off("log-probability", LogProbability, actual.LogProbability) ?? Off("score", Score, actual.Score);
    }

    private string? TokenOff(FoundTokens actual) => TokenLogProbabilities.Count == 0 || actual.TokenLogProbabilities.Count == 0
        ? null
        : TokenLogProbabilities.Zip(actual.TokenLogProbabilities)
            .Select((pair, step) => Off($"log-probability of token {step}", pair.First, pair.Second)).FirstOrDefault(difference => difference is not null);

    private string? Off(string what, double expected, double actual) =>
        double.IsNaN(expected) || Math.Abs(expected - actual) <= (ScoreTolerance * Math.Max(1, Math.Abs(expected))) + (ScoreRounding * Tokens.Count)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what} {actual:G8} instead of {expected:G8}");

    private static string Shown(string? text) => string.Concat((text ?? "").Take(MostText).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));

    private static int[] With(IEnumerable<int> tokens, int? end) => end is { } token ? [.. tokens, token] : [.. tokens];

    private static string Token(IReadOnlyList<int> tokens, int step) => step < tokens.Count ? $"token {tokens[step]}" : "nothing more";
}
