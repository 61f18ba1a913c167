using System.Collections.Immutable;
using System.Text;
using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>What a model generated for one input.</summary>
public sealed record Generation
{
    /// <summary>The sequences, best score first. Empty only where there is a <see cref="Failure"/>.</summary>
    public required ImmutableArray<GeneratedSequence> Hypotheses { get; init; }

    /// <summary>The sequence with the best score.</summary>
    /// <exception cref="NoTokenPossibleException">There is none: see <see cref="Failure"/>.</exception>
    public GeneratedSequence Best => Failure is null ? Hypotheses[0] : throw new NoTokenPossibleException(Failure.Input, Failure.Step);

    /// <summary>The text of the best sequence.</summary>
    /// <exception cref="NoTokenPossibleException">There is none: see <see cref="Failure"/>.</exception>
    public string Text => Best.Text;

    /// <summary>Why there is no sequence for this input of a batch: its rules left no token possible. Null when there is one; a call for a single input throws it.</summary>
    public NoTokenPossibleException? Failure { get; init; }

    /// <summary>What had been written where no token could follow, with <see cref="FinishReason.DeadEnd"/>, best score first: no results; see <see cref="DecodingResult.DeadEnds"/>.</summary>
    public ImmutableArray<GeneratedSequence> DeadEnds { get; init; } = [];

    /// <summary>Ranks the sequences, drawn by <see cref="SearchOptions.Sampling"/>, by how well each agrees with all of them; see <see cref="MinimumBayesRisk"/>.</summary>
    /// <param name="utility">How well one agrees with another; null takes <see cref="SequenceUtilities.TokenF1"/>.</param>
    /// <returns>The sequences with their expected utilities, best first, equal ones in their order; equal sequences are listed once. Dead ends count for nothing.</returns>
    /// <exception cref="NoTokenPossibleException">There is no sequence: see <see cref="Failure"/>.</exception>
    public ImmutableArray<RankedSequence> RankByUtility(SequenceUtility? utility = null)
    {
        _ = Best;
        var sequences = Hypotheses;
        return [.. MinimumBayesRisk.RankTokens([.. sequences.Select(sequence => sequence.Tokens)], utility).Select(ranked => new RankedSequence(sequences[ranked.Index], ranked.ExpectedUtility))];
    }

    /// <summary>Without <see cref="Best"/> and <see cref="Text"/>, which may throw.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(FormattableString.Invariant($"Hypotheses = {Hypotheses.Length}, DeadEnds = {DeadEnds.Length}, {(Failure is null ? $"Text = {Text}" : $"Failure = {Failure.Message}")}"));
        return true;
    }
}
