namespace Seq.Decoding.Search;

/// <summary>A hypothesis that has ended, before it becomes a <see cref="Hypothesis"/>.</summary>
/// <param name="Node">Its last token in the tree, the end token included.</param>
/// <param name="Length">The number of its tokens, the end token included.</param>
/// <param name="LogProbability">The sum of its log-probabilities.</param>
/// <param name="CoverageTerm">What the coverage penalty adds to the score.</param>
/// <param name="Score">The sum divided by the length penalty, with the coverage term.</param>
/// <param name="Reason">Why it ended.</param>
internal readonly record struct HypothesisEnd(
    int Node, int Length, double LogProbability, double CoverageTerm, double Score, FinishReason Reason)
{
    /// <summary>Gives or takes some of them, field by field: between the fields there may be bytes that say nothing.</summary>
    internal static void Exchange(StateExchange exchange, Span<HypothesisEnd> ends)
    {
        foreach (ref var end in ends)
        {
            var (node, length, sum, coverage, score, reason) = end;
            exchange.Value(ref node);
            exchange.Value(ref length);
            exchange.Value(ref sum);
            exchange.Value(ref coverage);
            exchange.Value(ref score);
            exchange.Value(ref reason);
            end = new HypothesisEnd(node, length, sum, coverage, score, reason);
        }
    }
}
