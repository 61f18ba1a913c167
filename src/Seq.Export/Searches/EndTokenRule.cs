namespace Seq.Export;

/// <summary>Holds back the end token until enough tokens precede it: its logit becomes −∞.</summary>
internal sealed class EndTokenRule
{
    private readonly Value _minLength;
    private readonly Value _free;
    private readonly Value _held;

    /// <param name="g">The graph around the loop.</param>
    /// <param name="minLength">int64 scalar: how many tokens must precede the end token.</param>
    /// <param name="vocabulary">The number of tokens.</param>
    /// <param name="endToken">The end token.</param>
    private EndTokenRule(GraphBuilder g, Value minLength, int vocabulary, int endToken)
    {
        using var scope = g.Scope("end_token");
        var ids = g.Range(g.Constant(0L), g.Constant((long)vocabulary), g.Constant(1L), vocabulary);
        _minLength = minLength;
        _free = g.ConstantOfShape(g.Vector(vocabulary), 0f, [vocabulary]);
        _held = g.Where(g.Equal(ids, g.Constant((long)endToken)), g.Constant(float.NegativeInfinity), _free); // [vocabulary]
    }

    /// <summary>The rule for a model; null when no token ends its sequences.</summary>
    internal static EndTokenRule? Create(GraphBuilder g, Value minLength, IGenerator model) =>
        model.EndToken is { } end ? new(g, minLength, model.Vocabulary, end) : null;

    /// <summary>The logits with the rule applied, [rows, vocabulary].</summary>
    /// <param name="g">The body of the loop.</param>
    /// <param name="logits">[rows, vocabulary].</param>
    internal Value Apply(GraphBuilder g, Value logits)
    {
        using var scope = g.Scope("end_token");
        return g.Add(logits, g.Where(g.Less(g.Iteration, _minLength), _held, _free));
    }
}
