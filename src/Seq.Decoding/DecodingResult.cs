using System.Collections.Immutable;

namespace Seq.Decoding;

/// <summary>What was found for one input.</summary>
public sealed record DecodingResult
{
    /// <summary>The hypotheses, best score first; equal scores in the order they were found. Never empty.</summary>
    public required ImmutableArray<Hypothesis> Hypotheses { get; init; }

    /// <summary>The hypothesis with the best score.</summary>
    public Hypothesis Best => Hypotheses[0];
}
