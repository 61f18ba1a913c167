namespace Seq.Export;

/// <summary>Follows hypotheses from their last node to their first token: one pass over the steps, backwards, after the search.</summary>
internal sealed class BackTrace(BeamSize size, TokenRules rules)
{
    /// <summary>Traces.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="trace">What was kept of each step, [steps, …].</param>
    /// <param name="nodes">int64 [batch, N]: the last node of each hypothesis; negative where there is none.</param>
    /// <param name="logProbabilities">float64 [batch, N]; 0 where there is no hypothesis.</param>
    /// <param name="batch">int64 [1]: the number of inputs.</param>
    /// <param name="rowOffsets">int64 [batch, 1]: where the rows of each input begin.</param>
    /// <returns>
    /// Tokens and log-probabilities of tokens, [batch, N, steps], after the end the end token and 0; attention weights, [batch, N, steps, source], zero after it, null
    /// where none were kept.
    /// </returns>
    internal (Value Tokens, Value LogProbabilities, Value? Attention) Run(
        GraphBuilder g, BeamTrace trace, Value nodes, Value logProbabilities, Value batch, Value rowOffsets)
    {
        using var scope = g.Scope("trace");
        var steps = g.SizesOf(trace.Tokens, 0, 1);                                                        // [1]
        var last = g.Sub(g.Squeeze(steps, axis: 0), g.Constant(1L));
        var perStep = g.Constant((long)size.Candidates);
        var missing = g.Less(nodes, g.Constant(0L));
        var ends = g.Where(missing, g.Constant(-1L), g.Div(nodes, perStep));                              // [batch, N]: the step of the last token
        var ranks = g.Where(missing, g.Constant(0L), g.Sub(nodes, g.Mul(ends, perStep)));
        var places = g.ConstantOfShape(g.Concat(0, batch, g.Vector(size.Returned)), 0L, ["batch", size.Returned]);

        var result = g.Loop("backwards", g.Squeeze(steps, axis: 0), [("place", places)], (body, carried) =>
        {
            var step = body.Sub(last, body.Iteration);
            Value At(Value collected) => body.Gather(collected, step);                                    // [batch, …]
            var rank = body.Where(body.Equal(ends, step), ranks, body.GatherElements(At(trace.Ranks), carried[0], axis: 1));
            var passed = body.Greater(step, ends);                                                        // after the end of the hypothesis
            var token = body.Where(passed, rules.EndToken(body), body.GatherElements(At(trace.Tokens), rank, axis: 1));
            var sum = body.Where(passed, logProbabilities, body.GatherElements(At(trace.Sums), rank, axis: 1));
            var parent = body.GatherElements(At(trace.Parents), rank, axis: 1);
            Value Look(Value attention) =>
                body.Where(body.Unsqueeze(passed, axis: 2), body.Constant(0f), body.Gather(At(attention), body.Add(parent, rowOffsets)));
            return new(body.Constant(true), [parent], [token, sum, .. trace.Attention is { } weights ? [Look(weights)] : Array.Empty<Value>()]);
        });

        // After no step the loop forgets the other sizes, so they are put in again.
        var sizes = g.Concat(0, batch, g.Vector(size.Returned), steps);
        var forwards = g.Range(last, g.Constant(-1L), g.Constant(-1L), "steps");
        Value Collect(Value collected) => g.Reshape(g.Transpose(g.Gather(collected, forwards), 1, 2, 0), sizes, ["batch", size.Returned, "steps"]);

        var sums = Collect(result.Collected[1]);
        var zeros = g.Expand(g.Constant(0.0), g.Concat(0, batch, g.Vector(size.Returned, 1)), ["batch", size.Returned, 1]);
        var before = g.Slice(g.Concat(2, zeros, sums), axis: 2, 0, -1);                                   // [batch, N, steps]
        return (Collect(result.Collected[0]), g.Cast(g.Sub(sums, before), ElementType.Float32), trace.Attention is null ? null : Looks(g, result.Collected[2], forwards, sizes));
    }

    private Value Looks(GraphBuilder g, Value collected, Value forwards, Value sizes)
    {
        var ordered = g.Transpose(g.Gather(collected, forwards), 1, 2, 0, 3);
        return g.Reshape(ordered, g.Concat(0, sizes, g.SizesOf(collected, 3, 4)), ["batch", size.Returned, "steps", "source"]);
    }
}
