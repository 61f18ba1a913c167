namespace Seq.Decoding;

/// <summary>Sees every token as soon as the search has settled on it: for streaming, stop rules and progress.</summary>
/// <remarks>
/// Greedy search and sampling settle a token at each step. Beam search settles what all live hypotheses and the best ended one have in common,
/// so the tokens come in bursts and together are those of the best hypothesis; stopped by the observer, an input has that one hypothesis, as far as it was told.
/// </remarks>
public interface IDecodingObserver
{
    /// <summary>Takes notice of a token; called on the decoding thread, in the order of the rows within a step.</summary>
    /// <param name="token">The token and where it belongs.</param>
    /// <returns>True to go on; false to end this hypothesis here, with <see cref="FinishReason.Stopped"/>. Ignored when it ends anyway.</returns>
    public bool OnToken(in AcceptedToken token);
}
