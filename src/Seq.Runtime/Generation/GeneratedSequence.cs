using System.Collections.Immutable;
using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>A generated sequence with everything its score is made of.</summary>
public sealed record GeneratedSequence
{
    /// <summary>The text, without special tokens; up to the stop text when <see cref="GenerateOptions.StopTexts"/> ended it.</summary>
    public required string Text { get; init; }

    /// <summary>The token ids, without start token and end token.</summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>The end token that ended it; null unless <see cref="FinishReason"/> is <see cref="FinishReason.EndToken"/>.</summary>
    public int? EndToken { get; init; }

    /// <summary>Why it ends here.</summary>
    public required FinishReason FinishReason { get; init; }

    /// <summary>The sum of the log-probabilities of its tokens, end token included, in nats.</summary>
    public required double LogProbability { get; init; }

    /// <summary><see cref="LogProbability"/> divided by <see cref="LengthDivisor"/>, plus <see cref="CoverageTerm"/>; sequences are ranked by it.</summary>
    public required double Score { get; init; }

    /// <summary>The log-probability of each token, end token included, [length]; empty when the graph generate-greedy decoded.</summary>
    public ImmutableArray<double> TokenLogProbabilities { get; init; } = [];

    /// <summary>What the length penalty divides by; 1 without one.</summary>
    public double LengthDivisor { get; init; } = 1;

    /// <summary>What the coverage penalty adds; at most 0, and 0 without one.</summary>
    public double CoverageTerm { get; init; }

    /// <summary>The likeliest tokens at each step, best first, [length][count]; empty unless <see cref="SearchOptions.AlternativeCount"/> asks for them.</summary>
    public ImmutableArray<ImmutableArray<TokenAlternative>> Alternatives { get; init; } = [];

    /// <summary>Where each step looked, [length][source]; empty unless <see cref="SearchOptions.KeepAttention"/> asks for it.</summary>
    public ImmutableArray<ImmutableArray<float>> Attention { get; init; } = [];

    /// <summary>The source position that each step looked at most, [length], ties to the first. Empty without <see cref="Attention"/>.</summary>
    public ImmutableArray<int> Alignment { get; init; } = [];

    /// <summary>The number of tokens that the score counts: <see cref="Tokens"/> and the end token.</summary>
    public int Length => Tokens.Length + (EndToken is null ? 0 : 1);

    /// <summary>The sequence of a hypothesis.</summary>
    /// <param name="hypothesis">The hypothesis.</param>
    /// <param name="text">Its text.</param>
    internal static GeneratedSequence From(Hypothesis hypothesis, string text) => new()
    {
        Text = text,
        Tokens = hypothesis.Tokens,
        EndToken = hypothesis.EndToken,
        FinishReason = hypothesis.FinishReason,
        LogProbability = hypothesis.LogProbability,
        Score = hypothesis.Score,
        TokenLogProbabilities = hypothesis.TokenLogProbabilities,
        LengthDivisor = hypothesis.LengthDivisor,
        CoverageTerm = hypothesis.CoverageTerm,
        Alternatives = hypothesis.Alternatives,
        Attention = hypothesis.Attention,
        Alignment = hypothesis.Alignment,
    };

    /// <summary>What there is when no step was made.</summary>
    /// <param name="reason">Why.</param>
    internal static GeneratedSequence Nothing(FinishReason reason) => new()
    {
        Text = "",
        Tokens = [],
        FinishReason = reason,
        LogProbability = 0,
        Score = 0,
    };
}
