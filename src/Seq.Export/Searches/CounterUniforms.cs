namespace Seq.Export;

/// <summary>The random numbers of Seq.Decoding's CounterRandom, rebuilt from operators on uint32: all of them before the loop begins.</summary>
/// <remarks>
/// absorb(h, x) = mix((h ^ x) + 0x9e3779b9); a number is (absorb(absorb(absorb(absorb(absorb(0, seed low), seed high), row key), sample), step) >> 8, plus ½) · 2⁻²⁴.
/// </remarks>
internal static class CounterUniforms
{
    /// <summary>Numbers strictly between 0 and 1.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="seed">uint32 [2], low half first.</param>
    /// <param name="rowKeys">uint32 [batch].</param>
    /// <param name="samples">uint32 [batch].</param>
    /// <param name="steps">int64 scalar: how many steps to draw for.</param>
    /// <returns>float64 [steps, batch].</returns>
    internal static Value Build(GraphBuilder g, Value seed, Value rowKeys, Value samples, Value steps)
    {
        using var scope = g.Scope("uniforms");
        var seeded = Absorb(g, Absorb(g, g.Constant(0u), g.Gather(seed, g.Constant(0L))), g.Gather(seed, g.Constant(1L)));
        var rows = Absorb(g, Absorb(g, seeded, rowKeys), samples);                                                 // [batch]
        var places = g.Cast(g.Range(g.Constant(0L), steps, g.Constant(1L), "max_steps"), ElementType.UInt32);      // [steps]
        var hash = Absorb(g, g.Unsqueeze(rows, axis: 0), g.Unsqueeze(places, axis: 1));                            // [steps, batch]
        var midpoint = g.Add(g.Cast(g.ShiftRight(hash, g.Constant(8u)), ElementType.Float64), g.Constant(0.5));
        return g.Mul(midpoint, g.Constant(1.0 / (1 << 24)));
    }

    private static Value Absorb(GraphBuilder g, Value hash, Value value)
    {
        var x = g.Add(g.BitwiseXor(hash, value), g.Constant(0x9e3779b9u));
        x = g.Mul(Fold(g, x, 16), g.Constant(0x7feb352du));
        x = g.Mul(Fold(g, x, 15), g.Constant(0x846ca68bu));
        return Fold(g, x, 16);
    }

    private static Value Fold(GraphBuilder g, Value x, uint bits) => g.BitwiseXor(x, g.ShiftRight(x, g.Constant(bits)));
}
