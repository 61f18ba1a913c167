namespace Seq.Export;

/// <summary>The length penalty f(n) = ((c + n) / (c + 1))^α in float64: n^α for c = 0, Wu et al. 2016, equation 14 (arXiv:1609.08144), for c = 5.</summary>
internal sealed class LengthDivisor
{
    private readonly Value _alpha;
    private readonly Value _offset;
    private readonly Value _unit;

    /// <param name="g">The graph around the loop.</param>
    /// <param name="alpha">α, float32 scalar.</param>
    /// <param name="offset">c, float32 scalar.</param>
    internal LengthDivisor(GraphBuilder g, Value alpha, Value offset)
    {
        using var scope = g.Scope("length_penalty");
        _alpha = g.Cast(alpha, ElementType.Float64);
        _offset = g.Cast(offset, ElementType.Float64);
        _unit = g.Add(_offset, g.Constant(1.0));
    }

    /// <summary>f(n), float64 scalar.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="length">n from 1, int64 scalar.</param>
    internal Value Of(GraphBuilder g, Value length)
    {
        using var scope = g.Scope("length_penalty");
        return g.Pow(g.Div(g.Add(_offset, g.Cast(length, ElementType.Float64)), _unit), _alpha);
    }
}
