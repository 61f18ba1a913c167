using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Cross-entropy of a linear layer with its gradients, a chunk of rows at a time.</summary>
/// <remarks>
/// Logits of all rows would be rows × tokens numbers, several times over: 25 rows of 100 tokens over 33,000 words are 330 MB for each. A chunk fits the cache, and one
/// buffer of it serves for logits, probabilities and slopes. The gradient is known as soon as the probabilities are, so nothing is kept for a backward pass:
/// ∂/∂logits = p − (1 − ε) y − ε / V with y the target and ε the label smoothing.
/// </remarks>
internal static class ChunkedSoftmax
{
    // Of 32 to 2,500 rows, 128 were fastest with 10,000 and with 33,000 tokens of width 200: fewer make the products thin, more leave the cache.
    private const long ChunkRows = 128;
    private const long MostBytes = 256 << 20;

    /// <summary>Computes the loss and adds its gradients to those of the weights.</summary>
    /// <param name="weights">The layer.</param>
    /// <param name="hidden">Its inputs, [rows, input], outside any graph.</param>
    /// <param name="targets">int64 [rows].</param>
    /// <param name="factors">What each row's loss counts in the sum that is minimised, [rows].</param>
    /// <param name="labelSmoothing">ε.</param>
    /// <returns>The loss of each row without its factor, in nats, [rows], and ∂sum/∂hidden, [rows, input].</returns>
    internal static (Tensor Losses, Tensor Gradient) Run(SoftmaxWeights weights, Tensor hidden, Tensor targets, Tensor factors, double labelSmoothing)
    {
        var rows = hidden.shape[0];
        var losses = empty([rows], hidden.dtype, hidden.device);
        var gradient = empty_like(hidden);
        var step = RowsPerChunk(weights.Weight);
        for (long start = 0; start < rows; start += step)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(step, rows - start);
            Chunk(
                weights, hidden.narrow(0, start, count), targets.narrow(0, start, count).unsqueeze(1), factors.narrow(0, start, count), labelSmoothing,
                losses.narrow(0, start, count), gradient.narrow(0, start, count));
        }

        return (losses, gradient);
    }

    /// <summary>The loss of each row without gradients, in nats, [rows].</summary>
    internal static Tensor NegativeLogLikelihood(SoftmaxWeights weights, Tensor hidden, Tensor targets)
    {
        var rows = hidden.shape[0];
        var losses = empty([rows], hidden.dtype, hidden.device);
        var step = RowsPerChunk(weights.Weight);
        for (long start = 0; start < rows; start += step)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(step, rows - start);
            var logs = weights.Logits(hidden.narrow(0, start, count)).log_softmax(1);
            losses.narrow(0, start, count).copy_(logs.gather(1, targets.narrow(0, start, count).unsqueeze(1)).squeeze(1).neg_());
        }

        return losses;
    }

    private static void Chunk(
        SoftmaxWeights weights, Tensor hidden, Tensor targets, Tensor factors, double labelSmoothing, Tensor losses, Tensor gradient)
    {
        var logits = weights.Logits(hidden);                                                  // [chunk, tokens]
        var slopes = logits.softmax(1);

        // The logarithm of the sum by the likeliest token, whose probability is never as small as a target's may be.
        var sum = logits.amax([1]) - slopes.amax([1]).log_();
        var said = logits.gather(1, targets).squeeze(1);
        if (labelSmoothing > 0)
        {
            said.mul_(1 - labelSmoothing).add_(logits.mean([1]), labelSmoothing);
        }

        losses.copy_(sum.sub_(said));
        slopes.scatter_add_(1, targets, full_like(targets, labelSmoothing - 1, hidden.dtype));
        if (labelSmoothing > 0)
        {
            slopes.sub_(labelSmoothing / slopes.shape[1]);
        }

        var column = factors.unsqueeze(1);
        gradient.copy_(slopes.mm(weights.Weight).mul_(column));
        weights.Accumulate(slopes, hidden * column, factors);
    }

    private static long RowsPerChunk(Tensor weight) => Math.Clamp(MostBytes / (weight.shape[0] * weight.element_size()), 1, ChunkRows);
}
