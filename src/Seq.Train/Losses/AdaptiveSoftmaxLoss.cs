using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The weights of an adaptive softmax; see <see cref="Seq.Model.AdaptiveSoftmaxDescription"/>.</summary>
/// <param name="Head">[first cut-off + clusters, input].</param>
/// <param name="Clusters">For each cluster its projection [width, input], its tokens' weights [tokens, width], its first token and the one after its last.</param>
internal sealed record AdaptiveWeights(Tensor Head, IReadOnlyList<AdaptiveCluster> Clusters);

/// <summary>A cluster of an adaptive softmax.</summary>
/// <param name="Projection">[width, input].</param>
/// <param name="Tokens">[tokens, width].</param>
/// <param name="First">Its first token.</param>
/// <param name="End">The token after its last.</param>
internal sealed record AdaptiveCluster(Tensor Projection, Tensor Tokens, long First, long End);

/// <summary>Cross-entropy of an adaptive softmax with its gradients: each row pays for the head, and for one cluster if its target is rare (Grave et al. 2017, §4).</summary>
internal static class AdaptiveSoftmaxLoss
{
    /// <summary>Computes the loss and adds its gradients to those of the weights.</summary>
    /// <param name="weights">The layer.</param>
    /// <param name="hidden">Its inputs, [rows, input], outside any graph.</param>
    /// <param name="targets">int64 [rows].</param>
    /// <param name="factors">What each row's loss counts in the sum that is minimised, [rows].</param>
    /// <returns>The loss of each row without its factor, in nats, [rows], and ∂sum/∂hidden, [rows, input].</returns>
    internal static (Tensor Losses, Tensor Gradient) Run(AdaptiveWeights weights, Tensor hidden, Tensor targets, Tensor factors)
    {
        using var scope = NewDisposeScope();
        var (headTargets, members) = Assign(weights, targets);
        var (losses, gradient) = ChunkedSoftmax.Run(new(weights.Head, null), hidden, headTargets, factors, 0);
        foreach (var (cluster, rows) in weights.Clusters.Zip(members))
        {
            if (rows.shape[0] == 0)
            {
                continue;
            }

            var inputs = hidden.index_select(0, rows);                                                        // [members, input]
            var projected = inputs.mm(cluster.Projection.t());                                                // [members, width]
            var (more, slope) = ChunkedSoftmax.Run(
                new(cluster.Tokens, null), projected, targets.index_select(0, rows) - cluster.First, factors.index_select(0, rows), 0);
            losses.index_add_(0, rows, more, 1);
            gradient.index_add_(0, rows, slope.mm(cluster.Projection), 1);
            SoftmaxWeights.GradientOf(cluster.Projection).addmm_(slope.t(), inputs);
        }

        return (losses.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    /// <inheritdoc cref="ChunkedSoftmax.NegativeLogLikelihood"/>
    internal static Tensor NegativeLogLikelihood(AdaptiveWeights weights, Tensor hidden, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var (headTargets, members) = Assign(weights, targets);
        var losses = ChunkedSoftmax.NegativeLogLikelihood(new(weights.Head, null), hidden, headTargets);
        foreach (var (cluster, rows) in weights.Clusters.Zip(members))
        {
            if (rows.shape[0] > 0)
            {
                var projected = hidden.index_select(0, rows).mm(cluster.Projection.t());
                losses.index_add_(0, rows, ChunkedSoftmax.NegativeLogLikelihood(new(cluster.Tokens, null), projected, targets.index_select(0, rows) - cluster.First), 1);
            }
        }

        return losses.MoveToOuterDisposeScope();
    }

    /// <summary>What the head should say, a token or a cluster, and the rows of each cluster.</summary>
    private static (Tensor HeadTargets, IReadOnlyList<Tensor> Members) Assign(AdaptiveWeights weights, Tensor targets)
    {
        var headTargets = targets.clone();
        var members = new List<Tensor>();
        var first = weights.Clusters[0].First;
        foreach (var (cluster, place) in weights.Clusters.Select((cluster, place) => (cluster, place)))
        {
            var inside = targets.ge(cluster.First).logical_and(targets.lt(cluster.End));
            headTargets.masked_fill_(inside, first + place);
            members.Add(inside.nonzero().squeeze(1));
        }

        return (headTargets, members);
    }
}
