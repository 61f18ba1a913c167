namespace Seq.Cli.Models;

/// <summary>A trained model, whatever runs it: what evaluation and parity ask of TorchSharp and of ONNX Runtime alike.</summary>
internal interface ISequenceModel
{
    /// <summary>Teacher-forced logits, [batch, target, vocabulary].</summary>
    /// <param name="source">Source ids, padded with 0.</param>
    /// <param name="target">What the decoder is fed, padded with a valid id; the start token first.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public double[,,] Logits(TokenBatch source, TokenBatch target, CancellationToken cancellationToken);

    /// <summary>Greedy decoding, free running.</summary>
    /// <param name="source">Source ids, padded with 0.</param>
    /// <param name="maxLength">Most tokens to generate, the end token included.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public IReadOnlyList<GreedyRow> Greedy(TokenBatch source, int maxLength, CancellationToken cancellationToken);
}
