namespace Seq.Decoding.Search;

/// <summary>A hypothesis of stochastic beam search, live or ended.</summary>
/// <param name="Node">Its last token in the tree.</param>
/// <param name="Length">The number of its tokens.</param>
/// <param name="Sum">The sum of its log-probabilities.</param>
/// <param name="Perturbed">G: the greatest number of a sequence that begins with it.</param>
/// <param name="RandomState">h: the state of the random numbers of its continuations.</param>
/// <param name="Reason">Why it has ended; null while it lives.</param>
internal readonly record struct PerturbedHypothesis(
    int Node, int Length, double Sum, double Perturbed, uint RandomState, FinishReason? Reason)
{
    /// <summary>Gives or takes some of them, field by field.</summary>
    internal static void Exchange(StateExchange exchange, Span<PerturbedHypothesis> hypotheses)
    {
        const int Live = -1;
        foreach (ref var hypothesis in hypotheses)
        {
            var (node, length, sum, perturbed, randomState, reason) = hypothesis;
            var word = (int?)reason ?? Live;
            exchange.Value(ref node);
            exchange.Value(ref length);
            exchange.Value(ref sum);
            exchange.Value(ref perturbed);
            exchange.Value(ref randomState);
            exchange.Value(ref word);
            hypothesis = new PerturbedHypothesis(node, length, sum, perturbed, randomState, word == Live ? null : (FinishReason)word);
        }
    }
}
