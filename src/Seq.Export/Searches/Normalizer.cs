namespace Seq.Export;

/// <summary>What logits are compared with to become log-probabilities.</summary>
internal static class Normalizer
{
    /// <summary>log Σ exp(l) = m + log Σ exp(l − m), with exponentials in float32 and the sum in float64, as Seq.Decoding takes it.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="logits">float32 [rows, vocabulary].</param>
    /// <param name="max">m, the greatest logit of each row: float32 [rows, 1].</param>
    /// <returns>float64 [rows, 1].</returns>
    internal static Value LogSumExp(GraphBuilder g, Value logits, Value max)
    {
        using var scope = g.Scope("log_sum_exp");
        var exponentials = g.Cast(g.Exp(g.Sub(logits, max)), ElementType.Float64);                     // [rows, vocabulary]
        return g.Add(g.Cast(max, ElementType.Float64), g.Log(g.ReduceSum(exponentials, axis: 1, keep: true)));
    }
}
