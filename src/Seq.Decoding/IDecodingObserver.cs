namespace Seq.Decoding;

/// <summary>Sees every token as soon as greedy search or sampling has settled on it: for streaming, stop rules and progress.</summary>
public interface IDecodingObserver
{
    /// <summary>Takes notice of a token; called on the decoding thread, in the order of the rows within a step.</summary>
    /// <param name="token">The token and where it belongs.</param>
    /// <returns>True to go on; false to end this hypothesis here, with <see cref="FinishReason.Stopped"/>. Ignored when it ends anyway.</returns>
    public bool OnToken(in AcceptedToken token);
}
