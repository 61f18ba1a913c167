using Seq.Model;

namespace Seq.Export;

/// <summary>From what a decoder puts out to logits: W h + b, or an adaptive softmax, whose logits are log-probabilities.</summary>
/// <param name="weights">The weights.</param>
/// <param name="weight">Name of W; with tied embeddings the embedding's.</param>
/// <param name="adaptive">The adaptive softmax; none if null.</param>
internal sealed class OutputLayer(ModelWeights weights, string weight, AdaptiveSoftmaxDescription? adaptive = null)
{
    /// <summary>Computes logits.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="x">[…, input].</param>
    /// <returns>[…, tokens].</returns>
    internal Value Logits(GraphBuilder g, Value x)
    {
        using var scope = g.Scope("output");
        return adaptive is null ? new Linear(weights, weight, OutputNames.Bias).Run(g, x) : Adaptive(g, x, adaptive);
    }

    /// <summary>The logarithms of the probabilities that logits stand for, along the last axis.</summary>
    internal Value LogProbabilities(GraphBuilder g, Value logits) => adaptive is null ? g.LogSoftmax(logits, axis: -1) : logits;

    /// <summary>log p(t) = log p(cluster) + log p(t | cluster) (Grave et al. 2017, §4, arXiv:1609.04309).</summary>
    private Value Adaptive(GraphBuilder g, Value x, AdaptiveSoftmaxDescription description)
    {
        var head = g.LogSoftmax(new Linear(weights, OutputNames.AdaptiveHead).Run(g, x), axis: -1);
        long frequent = description.Cutoffs[0];
        var parts = new List<Value> { g.Slice(head, axis: -1, 0, frequent) };
        for (var cluster = 0; cluster < description.Cutoffs.Count; cluster++)
        {
            using var scope = g.Scope($"cluster_{cluster}");
            var projected = new Linear(weights, OutputNames.AdaptiveProjection(cluster)).Run(g, x);
            var inside = g.LogSoftmax(new Linear(weights, OutputNames.AdaptiveCluster(cluster)).Run(g, projected), axis: -1);
            parts.Add(g.Add(inside, g.Slice(head, axis: -1, frequent + cluster, frequent + cluster + 1)));
        }

        return g.Concat(-1, [.. parts]);
    }
}
