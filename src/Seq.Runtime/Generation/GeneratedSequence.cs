using System.Collections.Immutable;
using Seq.Decoding;
using Seq.Model;

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

    /// <summary><see cref="LogProbability"/> divided by the length penalty; sequences are ranked by it.</summary>
    public required double Score { get; init; }

    /// <summary>The log-probability of each token, end token included, [length]; empty when the graph generate-greedy decoded.</summary>
    public ImmutableArray<double> TokenLogProbabilities { get; init; } = [];

    /// <summary>The number of tokens that the score counts: <see cref="Tokens"/> and the end token.</summary>
    public int Length => Tokens.Length + (EndToken is null ? 0 : 1);

    internal static GeneratedSequence From(Hypothesis hypothesis, Vocabulary vocabulary, IReadOnlyList<string> stopTexts) => new()
    {
        Text = StopTexts.Cut(stopTexts, hypothesis.FinishReason, vocabulary.Decode(hypothesis.Tokens.AsSpan())),
        Tokens = hypothesis.Tokens,
        EndToken = hypothesis.EndToken,
        FinishReason = hypothesis.FinishReason,
        LogProbability = hypothesis.LogProbability,
        Score = hypothesis.Score,
        TokenLogProbabilities = hypothesis.TokenLogProbabilities,
    };

    /// <summary>What a cancelled request that keeps partial results has when no step was made.</summary>
    internal static GeneratedSequence Nothing { get; } = new()
    {
        Text = "",
        Tokens = [],
        FinishReason = FinishReason.Cancelled,
        LogProbability = 0,
        Score = 0,
    };
}
