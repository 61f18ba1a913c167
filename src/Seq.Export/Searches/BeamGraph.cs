using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>generate-beam</c>: a whole beam search in a <c>Loop</c>, with the hypotheses and scores of Seq.Decoding.</summary>
/// <remarks>
/// K, the live hypotheses per input, and N, those returned, are fixed in the graph; the rows of the decoder are K per input. Every input stops on its own: its
/// sums become −∞ and its ended hypotheses stay. The loop ends with the last input, or after <c>max_length</c> steps, when what lives ends too.
/// </remarks>
internal sealed class BeamGraph
{
    private readonly EncoderDecoderDescription _model;
    private readonly BeamSize _size;
    private readonly GraphBuilder _graph = new(GraphNames.GenerateBeam);
    private readonly Value _batch; // int64 [1]

    private BeamGraph(EncoderDecoderDescription model, BeamGraphOptions options)
    {
        _model = model;
        _size = new(options.BeamSize, options.HypothesisCount, model.TargetVocabulary);
        var source = _graph.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        _batch = _graph.SizesOf(source, 0, 1);
    }

    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights, BeamGraphOptions options) =>
        new BeamGraph(model, options).Build(weights);

    private BundleGraph Build(ModelWeights weights)
    {
        var g = _graph;
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var maxLength = g.Max(g.Input(GraphNames.MaxLength, ElementType.Int64, []), g.Constant(0L));
        var rule = new EndTokenRule(g, g.Input(GraphNames.MinLength, ElementType.Int64, []), _model.TargetVocabulary, _model.EndToken);
        var divisor = new LengthDivisor(
            g, g.Input(GraphNames.LengthPenaltyAlpha, ElementType.Float32, []), g.Input(GraphNames.LengthPenaltyOffset, ElementType.Float32, []));

        var decoder = new DecoderPart(_model, weights);
        var encoded = new EncoderPart(_model, weights).Run(g, g.Inputs[0], lengths);
        var mask = decoder.Mask(g, encoded);
        var (perRow, rowOffsets) = Repeat(g, encoded);
        var sizes = g.Concat(0, _batch, g.Vector(_size.Candidates));
        var step = new BeamStep(_size, _model.EndToken, divisor, divisor.Of(g, g.Max(maxLength, g.Constant(1L))), rowOffsets, sizes);

        var result = g.Loop("loop", maxLength, Start(g, perRow), (body, carried) =>
        {
            var decoded = decoder.Step(body, carried[0], EncoderDecoderSurface.Group(_model, [.. carried.Skip(5)]), perRow, mask, _size.Live);
            using var scope = body.Scope("choose");
            var next = step.Run(body, rule.Apply(body, decoded.Logits), carried[1], new(carried[3], carried[4]));
            var states = EncoderDecoderSurface.Flatten(decoded.Next).Select(state => body.Gather(state, next.ParentRows, axis: 1));
            return new(
                next.Continue,
                [next.Tokens, next.Sums, next.Trace.Ranks, next.Ended.Scores, next.Ended.Nodes, .. states],
                [next.Trace.Tokens, next.Trace.Parents, next.Trace.Sums, next.Trace.Ranks]);
        });
        Finish(g, divisor, result);
        return new(g) { BeamSize = _size.Live };
    }

    /// <summary>What is needed per row: first states and context, K times; and where the rows of each input begin, int64 [batch, 1].</summary>
    private (Encoded PerRow, Value RowOffsets) Repeat(GraphBuilder g, Encoded encoded)
    {
        using var scope = g.Scope("repeat");
        var (live, zero, one) = (g.Constant((long)_size.Live), g.Constant(0L), g.Constant(1L));
        var batch = g.Squeeze(_batch, axis: 0);
        var inputs = g.Div(g.Range(zero, g.Mul(batch, live), one, "rows"), live);                       // [rows]: the input of each row
        var perRow = encoded with
        {
            Context = encoded.Context is null ? null : g.Gather(encoded.Context, inputs),
            Initial = [.. encoded.Initial.Select(state => new LayerState(g.Gather(state.Hidden, inputs), state.Cell is null ? null : g.Gather(state.Cell, inputs)))],
        };
        return (perRow, g.Unsqueeze(g.Mul(g.Range(zero, batch, one, "batch"), live), axis: 1));
    }

    /// <summary>One live hypothesis per input, the first of K places; no ended one.</summary>
    private List<(string Name, Value Initial)> Start(GraphBuilder g, Encoded perRow)
    {
        using var scope = g.Scope("start");
        var states = EncoderDecoderSurface.Flatten(perRow.Initial.Select(state => DecoderPart.WithTime(g, state)));
        var rows = g.SizesOf(states[0], 1, 2);
        var places = g.Range(g.Constant(0L), g.Constant((long)_size.Live), g.Constant(1L), _size.Live);
        var sums = g.Where(g.Equal(places, g.Constant(0L)), g.Constant(0.0), g.Constant(double.NegativeInfinity));
        var live = g.Concat(0, _batch, g.Vector(_size.Live));
        var returned = g.Concat(0, _batch, g.Vector(_size.Returned));
        return
        [
            ("token", g.Expand(g.Constant((long)_model.StartToken), rows, ["rows"])),
            ("sums", g.Expand(sums, live, ["batch", _size.Live])),
            ("ranks", g.ConstantOfShape(live, 0L, ["batch", _size.Live])),
            ("ended_scores", g.Expand(g.Constant(double.NegativeInfinity), returned, ["batch", _size.Returned])),
            ("ended_nodes", g.ConstantOfShape(returned, -1L, ["batch", _size.Returned])),
            .. EncoderDecoderSurface.StateNames(_model).Zip(states),
        ];
    }

    /// <summary>Ends what still lives, and traces the best hypotheses back.</summary>
    private void Finish(GraphBuilder g, LengthDivisor divisor, LoopOutput result)
    {
        var (sums, ranks, ended) = (result.Carried[1], result.Carried[2], new EndedHypotheses(result.Carried[3], result.Carried[4]));
        Value Sized(Value collected, long width) // After no step the loop forgets the batch size.
        {
            var sizes = g.Concat(0, g.SizesOf(collected, 0, 1), _batch, g.Vector(width));
            return g.Reshape(collected, sizes, ["steps", "batch", new(width)]);
        }

        using var scope = g.Scope("finish");
        var (candidates, live) = (_size.Candidates, _size.Live);
        var trace = new BeamTrace(
            Sized(result.Collected[0], candidates), Sized(result.Collected[1], candidates), Sized(result.Collected[2], candidates), Sized(result.Collected[3], live));
        var steps = g.SizesOf(trace.Tokens, 0, 1);                                                        // [1]
        var count = g.Mul(steps, g.Constant((long)candidates));
        var scores = g.Div(sums, divisor.Of(g, g.Max(g.Squeeze(steps, axis: 0), g.Constant(1L))));        // [batch, K]
        var best = ended.Merge(g, scores, g.Add(ranks, g.Sub(count, g.Constant((long)candidates))));

        var known = LogProbabilities(g, trace.Sums, best.Nodes, count);
        var (tokens, gains) = new BackTrace(_size, _model.EndToken).Run(g, trace, best.Nodes, known, _batch);
        var exists = g.Greater(best.Scores, g.Constant(double.NegativeInfinity));
        var real = g.Cast(g.Not(g.Equal(tokens, g.Constant((long)_model.EndToken))), ElementType.Int64);

        Shape each = ["batch", _size.Returned];
        g.Output(GraphNames.Tokens, tokens, ["batch", _size.Returned, "steps"]);
        g.Output(GraphNames.Lengths, g.ReduceSum(real, axis: 2), each);
        g.Output(GraphNames.SequenceLogProbability, g.Cast(g.Where(exists, known, g.Constant(double.NegativeInfinity)), ElementType.Float32), each);
        g.Output(GraphNames.SequenceScore, g.Cast(best.Scores, ElementType.Float32), each);
        g.Output(GraphNames.TokenLogProbabilities, gains, ["batch", _size.Returned, "steps"]);
    }

    /// <summary>The sum at a node, float64 [batch, N]; 0 where there is no node.</summary>
    private Value LogProbabilities(GraphBuilder g, Value sums, Value nodes, Value count)
    {
        var flat = g.Reshape(g.Transpose(sums, 1, 0, 2), g.Concat(0, _batch, count), ["batch", "nodes"]);
        var zeros = g.Expand(g.Constant(0.0), g.Concat(0, _batch, g.Vector(1)), ["batch", 1]);
        var places = g.Where(g.Less(nodes, g.Constant(0L)), count, nodes);                               // the zero behind the last node
        return g.GatherElements(g.Concat(1, flat, zeros), places, axis: 1);
    }
}
