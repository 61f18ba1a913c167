namespace Seq.Export;

/// <summary>The fixed sizes of a beam search in a graph.</summary>
/// <param name="Live">K: live hypotheses per input.</param>
/// <param name="Returned">N: hypotheses that are returned.</param>
/// <param name="Vocabulary">The number of tokens.</param>
internal sealed record BeamSize(int Live, int Returned, int Vocabulary)
{
    /// <summary>P: how many tokens a live hypothesis offers. Twice the beam: as many as there can be candidates.</summary>
    internal int Offers => Math.Min(2 * Live, Vocabulary);

    /// <summary>C: how many offers of an input become candidates. With one end token, at least half of 2 K go on, so an ended hypothesis costs no live one.</summary>
    internal int Candidates => Math.Min(2 * Live, Live * Offers);
}
