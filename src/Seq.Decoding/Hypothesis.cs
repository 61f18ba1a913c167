using System.Collections.Immutable;
using Seq.Decoding.Kernels;

namespace Seq.Decoding;

/// <summary>One output sequence with everything its score is made of.</summary>
public sealed record Hypothesis
{
    /// <summary>The tokens, without the start token and without the end token.</summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>The end token that ended it; null unless <see cref="FinishReason"/> is <see cref="FinishReason.EndToken"/>.</summary>
    public int? EndToken { get; init; }

    /// <summary>Why it ends here.</summary>
    public required FinishReason FinishReason { get; init; }

    /// <summary>The sum of <see cref="TokenLogProbabilities"/>, in nats, added up in order in float64.</summary>
    public required double LogProbability { get; init; }

    /// <summary>The log-probability of each token, the end token included, [length]: log-softmax of the processed logits, before any temperature.</summary>
    public required ImmutableArray<double> TokenLogProbabilities { get; init; }

    /// <summary>The length that the length penalty used: the number of <see cref="TokenLogProbabilities"/>, so the end token counts.</summary>
    public int Length => TokenLogProbabilities.Length;

    /// <summary>What the length penalty contributes to <see cref="Score"/>: f(<see cref="Length"/>), by which the log-probability is divided; 1 without one.</summary>
    public double LengthDivisor { get; init; } = 1;

    /// <summary>
    /// The likeliest tokens at each step, best first, [length][at most <see cref="SearchOptions.AlternativeCount"/>]; empty unless asked for.
    /// The token chosen is among them when it was that likely.
    /// </summary>
    public ImmutableArray<ImmutableArray<TokenAlternative>> Alternatives { get; init; } = [];

    /// <summary>What the coverage penalty contributes to <see cref="Score"/>, to which it is added: at most 0, and 0 without one.</summary>
    public double CoverageTerm { get; init; }

    /// <summary>
    /// Where each step looked, [length][source]: the attention that the model returned with the logits of the token; empty unless
    /// <see cref="SearchOptions.KeepAttention"/> asks for it.
    /// </summary>
    public ImmutableArray<ImmutableArray<float>> Attention { get; init; } = [];

    /// <summary>The source position that each step looked at most, [length], ties to the first; −1 when there is no source. Empty without <see cref="Attention"/>.</summary>
    public ImmutableArray<int> Alignment => [.. Attention.Select(weights => weights.IsEmpty ? -1 : ArgMax.Of(weights.AsSpan()))];

    /// <summary>The number by which stochastic beam search chose it, distributed as Gumbel(<see cref="LogProbability"/>); null in every other search.</summary>
    public double? PerturbedLogProbability { get; init; }

    /// <summary><see cref="LogProbability"/> divided by <see cref="LengthDivisor"/>, plus <see cref="CoverageTerm"/>; hypotheses are ranked by it.</summary>
    public required double Score { get; init; }

    /// <summary>Whether all is equal, token by token and bit by bit.</summary>
    /// <param name="other">Another hypothesis.</param>
    public bool Equals(Hypothesis? other) => other is not null
        && Tokens.AsSpan().SequenceEqual(other.Tokens.AsSpan())
        && TokenLogProbabilities.AsSpan().SequenceEqual(other.TokenLogProbabilities.AsSpan())
        && Alternatives.Length == other.Alternatives.Length
        && Alternatives.Zip(other.Alternatives).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()))
        && Attention.Length == other.Attention.Length
        && Attention.Zip(other.Attention).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()))
        && (EndToken, FinishReason, LogProbability, LengthDivisor, CoverageTerm, PerturbedLogProbability, Score).Equals(
            (other.EndToken, other.FinishReason, other.LogProbability, other.LengthDivisor, other.CoverageTerm, other.PerturbedLogProbability, other.Score));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tokens.Length, EndToken, FinishReason, LogProbability);
}
