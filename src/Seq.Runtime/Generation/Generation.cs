using System.Collections.Immutable;
using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>What a model generated for one input.</summary>
public sealed record Generation
{
    /// <summary>The sequences, best score first. Never empty.</summary>
    public required ImmutableArray<GeneratedSequence> Hypotheses { get; init; }

    /// <summary>The sequence with the best score.</summary>
    public GeneratedSequence Best => Hypotheses[0];

    /// <summary>The text of the best sequence.</summary>
    public string Text => Best.Text;

    /// <summary>Ranks the sequences, drawn by <see cref="SearchOptions.Sampling"/>, by how well each agrees with all of them; see <see cref="MinimumBayesRisk"/>.</summary>
    /// <param name="utility">How well one agrees with another; null takes <see cref="SequenceUtilities.TokenF1"/>.</param>
    /// <returns>The sequences with their expected utilities, best first, equal ones in their order; equal sequences are listed once.</returns>
    public ImmutableArray<RankedSequence> RankByUtility(SequenceUtility? utility = null)
    {
        var sequences = Hypotheses;
        return [.. MinimumBayesRisk.RankTokens([.. sequences.Select(sequence => sequence.Tokens)], utility).Select(ranked => new RankedSequence(sequences[ranked.Index], ranked.ExpectedUtility))];
    }
}
