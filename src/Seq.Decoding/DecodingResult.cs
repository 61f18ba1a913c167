using System.Collections.Immutable;
using System.Text;

namespace Seq.Decoding;

/// <summary>What was found for one input.</summary>
public sealed record DecodingResult
{
    /// <summary>The hypotheses, best score first; equal scores in the order they were found. Empty only where there is a <see cref="Failure"/>.</summary>
    public required ImmutableArray<Hypothesis> Hypotheses { get; init; }

    /// <summary>The hypothesis with the best score.</summary>
    /// <exception cref="NoTokenPossibleException">There is none: see <see cref="Failure"/>.</exception>
    public Hypothesis Best => Failure is null ? Hypotheses[0] : throw new NoTokenPossibleException(Failure.Input, Failure.Step); // A new one: results may be read on several threads.

    /// <summary>Why there is no hypothesis: each met a dead end, where no token was possible. Null when there is one.</summary>
    public NoTokenPossibleException? Failure { get; init; }

    /// <summary>
    /// What had been written where no token could follow, with <see cref="FinishReason.DeadEnd"/>, best score first: no results, as the rules of the search allow no
    /// end of them. In sampling and greedy search all that met a dead end, also beside others that did not; of a beam, which goes on as long as one hypothesis can, the last ones.
    /// </summary>
    public ImmutableArray<Hypothesis> DeadEnds { get; init; } = [];

    /// <summary>Whether all hypotheses and dead ends are equal, in their order; the number of the input in a <see cref="Failure"/> does not count.</summary>
    /// <param name="other">Another result.</param>
    public bool Equals(DecodingResult? other) => other is not null
        && Hypotheses.AsSpan().SequenceEqual(other.Hypotheses.AsSpan())
        && DeadEnds.AsSpan().SequenceEqual(other.DeadEnds.AsSpan())
        && Failure?.Step == other.Failure?.Step;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hypotheses.Length, DeadEnds.Length, Failure?.Step, Hypotheses.FirstOrDefault());

    /// <summary>Without <see cref="Best"/>, which may throw.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(FormattableString.Invariant($"Hypotheses = {Hypotheses.Length}, DeadEnds = {DeadEnds.Length}, Failure = {Failure?.Message}"));
        return true;
    }
}
