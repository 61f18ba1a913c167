using System.Collections.Immutable;

namespace Seq.Decoding;

/// <summary>What was found for one input.</summary>
public sealed record DecodingResult
{
    /// <summary>The hypotheses, best score first; equal scores in the order they were found. Never empty.</summary>
    public required ImmutableArray<Hypothesis> Hypotheses { get; init; }

    /// <summary>The hypothesis with the best score.</summary>
    public Hypothesis Best => Hypotheses[0];

    /// <summary>Whether all hypotheses are equal, in their order.</summary>
    /// <param name="other">Another result.</param>
    public bool Equals(DecodingResult? other) => other is not null && Hypotheses.AsSpan().SequenceEqual(other.Hypotheses.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hypotheses.Length, Best);
}
