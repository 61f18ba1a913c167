using Seq.Model;

namespace Seq.Export;

/// <summary>The coverage penalty of a beam, Seq.Decoding's CoveragePenalty.Wu: β Σ log min(c[i], 1) over the source positions i, c being the sum of the attention over all steps.</summary>
/// <remarks>Wu et al. 2016, equation 14 (arXiv:1609.08144). With β = 0 a single position is carried, and its term is 0.</remarks>
internal sealed class CoverageRule
{
    /// <summary>What a coverage of 0 counts as, so that the term is finite: the least number of float32.</summary>
    private const double Least = float.Epsilon;

    private readonly int _beam;
    private readonly Value _beta;      // float64 scalar
    private readonly Value _positions; // int64 [positions]
    private readonly Value _mask;      // bool [batch, 1, positions]

    private CoverageRule(GraphBuilder g, Value mask, int beam)
    {
        var beta = g.Input(GraphNames.CoveragePenalty, ElementType.Float32, []);
        using var scope = g.Scope("coverage_penalty");
        _beam = beam;
        _beta = g.Cast(beta, ElementType.Float64);
        var count = g.Where(g.Equal(beta, g.Constant(0f)), g.Constant(1L), g.Squeeze(g.SizesOf(mask, 2, 3), axis: 0));
        _positions = g.Range(g.Constant(0L), count, g.Constant(1L), "positions");
        _mask = g.Gather(mask, _positions, axis: 2);
    }

    /// <summary>The rule of a model; null without attention, or when it is no input of the graph.</summary>
    internal static CoverageRule? Create(GraphBuilder g, GenerationStart start, int beam, bool all) =>
        all && start.SourceMask is { } mask ? new(g, mask, beam) : null;

    /// <summary>c before the first step: zeros, [rows, positions].</summary>
    internal Value Start(GraphBuilder g, Value rows)
    {
        using var scope = g.Scope("coverage_penalty");
        return g.Expand(g.Constant(0f), g.Concat(0, rows, g.SizesOf(_positions, 0, 1)), ["rows", "positions"]);
    }

    /// <summary>c after a step that looked with these weights, [rows, source].</summary>
    internal Value Add(GraphBuilder g, Value coverage, Value attention)
    {
        using var scope = g.Scope("coverage_penalty");
        return g.Add(coverage, g.Gather(attention, _positions, axis: 1));
    }

    /// <summary>What the score of a hypothesis loses, float64 [batch, K]; at most 0.</summary>
    internal Value Term(GraphBuilder g, Value coverage)
    {
        using var scope = g.Scope("coverage_penalty");
        var sizes = g.Concat(0, g.Vector(-1, _beam), g.SizesOf(_positions, 0, 1));
        var looks = g.Reshape(g.Cast(coverage, ElementType.Float64), sizes, ["batch", _beam, "positions"]);
        var logs = g.Log(g.Min(g.Max(looks, g.Constant(Least)), g.Constant(1.0)));
        return g.Mul(g.ReduceSum(g.Where(_mask, logs, g.Constant(0.0)), axis: 2), _beta);
    }
}
