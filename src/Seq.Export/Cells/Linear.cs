namespace Seq.Export;

/// <summary>y = x Wᵀ + b, as PyTorch's Linear.</summary>
/// <remarks>
/// A product and a sum rather than <c>Gemm</c>, which takes matrices only and which ONNX Runtime's quantiser leaves alone;
/// the runtime joins the two itself, and is as fast.
/// </remarks>
internal sealed class Linear(ModelWeights weights, string weight, string? bias = null)
{
    /// <summary>Applies the layer.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="x">[…, in].</param>
    /// <returns>[…, out].</returns>
    internal Value Run(GraphBuilder g, Value x)
    {
        var product = g.MatMul(x, weights.Transposed(g, weight));
        return bias is null ? product : g.Add(product, weights.Tensor(g, bias));
    }
}
