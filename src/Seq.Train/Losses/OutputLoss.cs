using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a step's loss came to.</summary>
/// <param name="Sum">Sum of the rows' losses, each times its weight, in nats.</param>
/// <param name="Weight">Sum of the rows' weights.</param>
internal readonly record struct LossSum(double Sum, double Weight)
{
    /// <summary>Mean loss in nats; 0 without rows.</summary>
    internal double Mean => Weight == 0 ? 0 : Sum / Weight;
}

/// <summary>The cross-entropy of an output layer: the loss, and its way back through the layer.</summary>
/// <remarks>
/// The graph ends before the output layer. Its gradients and those of its input are computed here, where they are cheapest, and only the rest goes the way of automatic
/// differentiation. Rows of weight 0 cost nothing.
/// </remarks>
internal static class OutputLoss
{
    /// <summary>Computes the loss of a step, and adds the gradients of <paramref name="scale"/> times its sum to those of all weights behind it.</summary>
    /// <param name="layer">The output layer.</param>
    /// <param name="hidden">What enters it, [rows, input], with its graph.</param>
    /// <param name="targets">int64 [rows].</param>
    /// <param name="settings">Which loss.</param>
    /// <param name="weights">The weight of each row, [rows]; null for 1.</param>
    /// <param name="scale">Factor of the sum: 1 / rows for a mean over rows, for example.</param>
    /// <param name="draw">Seed of the sample of a sampled softmax, another one for each step.</param>
    internal static LossSum Backward(
        OutputLayer layer, Tensor hidden, Tensor targets, LossSettings settings, Tensor? weights = null, double scale = 1, ulong draw = 0)
    {
        using var scope = NewDisposeScope();
        Tensor gradient;
        LossSum result;
        using (no_grad())
        {
            var inputs = hidden.detach();
            var rows = weights?.ne(0).nonzero().squeeze(1);
            if (rows is not null && rows.shape[0] < inputs.shape[0])
            {
                var factors = weights!.index_select(0, rows);
                (var losses, var slope) = Run(layer, inputs.index_select(0, rows), targets.index_select(0, rows), factors * scale, settings, draw);
                result = Sum(losses, factors);
                gradient = zeros_like(inputs);
                gradient.index_add_(0, rows, slope, 1);
            }
            else
            {
                var factors = weights ?? ones([inputs.shape[0]], inputs.dtype, inputs.device);
                (var losses, gradient) = Run(layer, inputs, targets, factors * scale, settings, draw);
                result = Sum(losses, factors);
            }
        }

        hidden.backward([gradient]);
        return result;
    }

    /// <summary>− ln p of each target under the softmax over all tokens, in nats, [rows].</summary>
    /// <param name="layer">The output layer.</param>
    /// <param name="hidden">What enters it, [rows, input].</param>
    /// <param name="targets">int64 [rows].</param>
    internal static Tensor NegativeLogLikelihood(OutputLayer layer, Tensor hidden, Tensor targets)
    {
        using var quiet = no_grad();
        return layer.Adaptive is null
            ? ChunkedSoftmax.NegativeLogLikelihood(new(layer.Weight, layer.Bias), hidden, targets)
            : AdaptiveSoftmaxLoss.NegativeLogLikelihood(AdaptiveOf(layer), hidden, targets);
    }

    /// <summary>The likelihood of the real targets of rows that are padded at their end.</summary>
    /// <param name="layer">The output layer.</param>
    /// <param name="hidden">What enters it, [batch · steps, input].</param>
    /// <param name="targets">[batch · steps].</param>
    /// <param name="lengths">[batch]: targets per row.</param>
    internal static Likelihood LikelihoodOf(OutputLayer layer, Tensor hidden, long[] targets, long[] lengths)
    {
        var steps = new RealSteps(lengths, targets.Length / lengths.Length, hidden.device);
        var losses = NegativeLogLikelihood(layer, steps.OfFlat(hidden), steps.OfFlat(tensor(targets, device: hidden.device)));
        return new(losses.to(ScalarType.Float64).sum().item<double>(), lengths.Sum());
    }

    private static (Tensor Losses, Tensor Gradient) Run(
        OutputLayer layer, Tensor hidden, Tensor targets, Tensor factors, LossSettings settings, ulong draw)
    {
        if (layer.Adaptive is not null)
        {
            return AdaptiveSoftmaxLoss.Run(AdaptiveOf(layer), hidden, targets, factors);
        }

        var weights = new SoftmaxWeights(layer.Weight, layer.Bias);
        return settings.Kind == LossKind.Sampled && settings.Samples < layer.Tokens
            ? SampledSoftmax.Run(weights, hidden, targets, factors, new(new(draw), layer.Tokens, settings.Samples))
            : ChunkedSoftmax.Run(weights, hidden, targets, factors, settings.LabelSmoothing);
    }

    private static AdaptiveWeights AdaptiveOf(OutputLayer layer)
    {
        long[] ends = [.. layer.Adaptive!.Cutoffs.Skip(1), layer.Tokens];
        return new(layer.Head, [.. layer.Tails.Select((tail, cluster) => new AdaptiveCluster(tail.Projection, tail.Cluster, layer.Adaptive.Cutoffs[cluster], ends[cluster]))]);
    }

    private static LossSum Sum(Tensor losses, Tensor factors) => new(
        (losses * factors).sum().to(ScalarType.Float64).item<double>(), factors.sum().to(ScalarType.Float64).item<double>());
}
