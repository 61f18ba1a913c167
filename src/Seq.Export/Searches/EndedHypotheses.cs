namespace Seq.Export;

/// <summary>The N best ended hypotheses of each input, best first.</summary>
/// <param name="Scores">float64 [batch, N]; −∞ where there is none yet.</param>
/// <param name="Nodes">int64 [batch, N]: the node of the last token.</param>
internal sealed record EndedHypotheses(Value Scores, Value Nodes)
{
    /// <summary>The best of these and of others; of equal scores these rank first, then the others in their order.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="scores">float64 [batch, others].</param>
    /// <param name="nodes">int64 [batch, others].</param>
    internal EndedHypotheses Merge(GraphBuilder g, Value scores, Value nodes)
    {
        var count = Scores.Shape[1];
        var (best, places) = g.TopK(g.Concat(1, Scores, scores), g.Vector(count.Size), axis: 1, count);
        return new(best, g.GatherElements(g.Concat(1, Nodes, nodes), places, axis: 1));
    }
}
