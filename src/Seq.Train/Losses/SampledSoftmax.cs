using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Cross-entropy of the target against a sample of tokens, with its gradients.</summary>
/// <remarks>
/// Jean et al. 2015, §3. A logit is corrected by − ln Q of its token, so that the softmax over the sample tends to that over all tokens;
/// a sampled token that is the row's target (an accidental hit) is left out of that row.
/// </remarks>
internal static class SampledSoftmax
{
    /// <summary>Computes the loss and adds its gradients to those of the weights.</summary>
    /// <param name="weights">The layer.</param>
    /// <param name="hidden">Its inputs, [rows, input], outside any graph.</param>
    /// <param name="targets">int64 [rows].</param>
    /// <param name="factors">What each row's loss counts in the sum that is minimised, [rows].</param>
    /// <param name="sample">The tokens drawn.</param>
    /// <returns>The loss of each row without its factor, in nats, [rows], and ∂sum/∂hidden, [rows, input].</returns>
    internal static (Tensor Losses, Tensor Gradient) Run(SoftmaxWeights weights, Tensor hidden, Tensor targets, Tensor factors, LogUniformSample sample)
    {
        using var scope = NewDisposeScope();
        var drawn = tensor(sample.Tokens, device: hidden.device);                                             // [samples]
        long[] wanted = targets.cpu().data<long>().ToArray();
        var drawnCorrection = Correction(sample, sample.Tokens, hidden);
        var targetCorrection = Correction(sample, wanted, hidden);

        var drawnWeights = weights.Weight.index_select(0, drawn);                                             // [samples, input]
        var targetWeights = weights.Weight.index_select(0, targets);                                          // [rows, input]
        var drawnLogits = drawnCorrection.neg().addmm(hidden, drawnWeights.t());                              // [rows, samples]
        var targetLogits = (hidden * targetWeights).sum(dim: 1) - targetCorrection;                           // [rows]
        if (weights.Bias is { } bias)
        {
            drawnLogits.add_(bias.index_select(0, drawn));
            targetLogits.add_(bias.index_select(0, targets));
        }

        drawnLogits.masked_fill_(drawn.unsqueeze(0).eq(targets.unsqueeze(1)), float.NegativeInfinity);
        var logs = cat([targetLogits.unsqueeze(1), drawnLogits], 1).log_softmax(1);                           // [rows, 1 + samples]
        var losses = logs.narrow(1, 0, 1).squeeze(1).neg();
        var column = factors.unsqueeze(1);
        var slopes = logs.exp_().mul_(column);
        var targetSlopes = slopes.narrow(1, 0, 1) - column;                                                   // [rows, 1]
        var drawnSlopes = slopes.narrow(1, 1, sample.Tokens.Length);

        var gradient = drawnSlopes.mm(drawnWeights).add_(targetSlopes * targetWeights);
        var weightGradient = SoftmaxWeights.GradientOf(weights.Weight);
        weightGradient.index_add_(0, drawn, drawnSlopes.t().mm(hidden), 1);
        weightGradient.index_add_(0, targets, targetSlopes * hidden, 1);
        if (weights.Bias is not null)
        {
            var biasGradient = SoftmaxWeights.GradientOf(weights.Bias);
            biasGradient.index_add_(0, drawn, drawnSlopes.sum(dim: 0), 1);
            biasGradient.index_add_(0, targets, targetSlopes.squeeze(1), 1);
        }

        return (losses.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    private static Tensor Correction(LogUniformSample sample, long[] tokens, Tensor like) =>
        tensor(Array.ConvertAll(tokens, sample.LogExpected), device: like.device).to(like.dtype);
}
