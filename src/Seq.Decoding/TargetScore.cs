using System.Collections.Immutable;

namespace Seq.Decoding;

/// <summary>How likely a model finds a given sequence.</summary>
public sealed record TargetScore
{
    /// <summary>The sum of <see cref="TokenLogProbabilities"/>, in nats.</summary>
    public required double LogProbability { get; init; }

    /// <summary>The log-probability of each token, the end token included, [length]; −∞ for an impossible one.</summary>
    public required ImmutableArray<double> TokenLogProbabilities { get; init; }

    /// <summary>The first step at which no token at all was possible, whatever the target says there; its log-probability is −∞. Null when there is none.</summary>
    public NoTokenPossibleException? Failure { get; init; }

    /// <summary>The number of <see cref="TokenLogProbabilities"/>.</summary>
    public int Length => TokenLogProbabilities.Length;

    /// <summary>What the length penalty contributes to <see cref="Score"/>: the divisor of the log-probability; 1 without one.</summary>
    public double LengthDivisor { get; init; } = 1;

    /// <summary>What the coverage penalty contributes to <see cref="Score"/>, to which it is added; 0 without one.</summary>
    public double CoverageTerm { get; init; }

    /// <summary><see cref="LogProbability"/> divided by <see cref="LengthDivisor"/>, plus <see cref="CoverageTerm"/>.</summary>
    public required double Score { get; init; }

    /// <summary>exp(−<see cref="LogProbability"/> / <see cref="Length"/>); 1 for an empty sequence.</summary>
    public double Perplexity => Length == 0 ? 1 : Math.Exp(-LogProbability / Length);

    /// <summary>Whether all is equal, bit by bit; the number of the input in a <see cref="Failure"/> does not count.</summary>
    /// <param name="other">Another score.</param>
    public bool Equals(TargetScore? other) => other is not null
        && TokenLogProbabilities.AsSpan().SequenceEqual(other.TokenLogProbabilities.AsSpan())
        && Failure?.Step == other.Failure?.Step
        && (LogProbability, LengthDivisor, CoverageTerm, Score).Equals((other.LogProbability, other.LengthDivisor, other.CoverageTerm, other.Score));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Length, LogProbability);
}
