using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>generate-beam</c>: a whole beam search in a <c>Loop</c>, with the hypotheses and scores of Seq.Decoding.</summary>
/// <remarks>
/// K, the live hypotheses per input, and N, those returned, are fixed in the graph; the rows of the decoder are K per input. Every input stops on its own: its
/// sums become −∞ and its ended hypotheses stay. The loop ends with the last input, or after <c>max_length</c> steps, when what lives ends too.
/// </remarks>
internal sealed class BeamGraph
{
    /// <summary>What the loop always carries: tokens, sums, ranks, scores and nodes of the ended hypotheses.</summary>
    private const int RulesFrom = 5;

    private readonly IGenerator _model;
    private readonly ExportOptions _options;
    private readonly BeamSize _size;
    private readonly GraphBuilder _graph = new(GraphNames.GenerateBeam);
    private readonly GenerationStart _start;
    private readonly Value _batch; // int64 [1]

    private BeamGraph(IGenerator model, BeamGraphOptions beam, ExportOptions options)
    {
        (_model, _options) = (model, options);
        _size = new(beam.BeamSize, beam.HypothesisCount, model.Vocabulary);
        _start = model.Begin(_graph, beam.BeamSize);
        _batch = _start.Batch;
    }

    internal static BundleGraph Build(IGenerator model, BeamGraphOptions beam, ExportOptions options) => new BeamGraph(model, beam, options).Build();

    private BundleGraph Build()
    {
        var g = _graph;
        var maxLength = g.Max(g.Input(GraphNames.MaxLength, ElementType.Int64, []), g.Constant(0L));
        var rules = TokenRules.Create(g, _model, _options.AllSearchInputs);
        var divisor = new LengthDivisor(
            g, g.Input(GraphNames.LengthPenaltyAlpha, ElementType.Float32, []), g.Input(GraphNames.LengthPenaltyOffset, ElementType.Float32, []));
        var coverage = CoverageRule.Create(g, _start, _size.Live, _options.AllSearchInputs);

        var sizes = g.Concat(0, _batch, g.Vector(_size.Candidates));
        var rowOffsets = RowOffsets(g);
        var step = new BeamStep(_size, rules, divisor, divisor.Of(g, g.Max(maxLength, g.Constant(1L))), rowOffsets, sizes);
        var states = RulesFrom + rules.CarriedCount + (coverage is null ? 0 : 1);

        var result = g.Loop("loop", maxLength, Start(g, rules, coverage), (body, carried) =>
        {
            var decoded = _model.Step(body, carried[0], [.. carried.Skip(states)]);
            using var scope = body.Scope("choose");
            Value[] ofRules = [.. carried.Skip(RulesFrom).Take(rules.CarriedCount)];
            var looked = coverage?.Add(body, carried[states - 1], decoded.Attention!);
            var next = step.Run(
                body, rules.Apply(body, decoded.Logits, ofRules), carried[1], new(carried[3], carried[4]), looked is null ? null : coverage!.Term(body, looked));
            return new(
                next.Continue,
                [
                    next.Tokens, next.Sums, next.Trace.Ranks, next.Ended.Scores, next.Ended.Nodes,
                    .. rules.Next(body, ofRules, next.Tokens, next.ParentRows),
                    .. looked is null ? Array.Empty<Value>() : [body.Gather(looked, next.ParentRows)],
                    .. decoded.Next.Select(state => body.Gather(state, next.ParentRows)),
                ],
                [
                    next.Trace.Tokens, next.Trace.Parents, next.Trace.Sums, next.Trace.Ranks,
                    .. _options.AttentionOutputs && decoded.Attention is { } attention ? [attention] : Array.Empty<Value>(),
                ]);
        });
        Finish(g, rules, divisor, rowOffsets, coverage?.Term(g, result.Carried[states - 1]), result);
        return new(g) { BeamSize = _size.Live };
    }

    /// <summary>Where the rows of each input begin, int64 [batch, 1].</summary>
    private Value RowOffsets(GraphBuilder g)
    {
        using var scope = g.Scope("repeat");
        var places = g.Range(g.Constant(0L), g.Squeeze(_batch, axis: 0), g.Constant(1L), "batch");
        return g.Unsqueeze(g.Mul(places, g.Constant((long)_size.Live)), axis: 1);
    }

    /// <summary>One live hypothesis per input, the first of K places; no ended one.</summary>
    private List<(string Name, Value Initial)> Start(GraphBuilder g, TokenRules rules, CoverageRule? coverage)
    {
        using var scope = g.Scope("start");
        var places = g.Range(g.Constant(0L), g.Constant((long)_size.Live), g.Constant(1L), _size.Live);
        var sums = g.Where(g.Equal(places, g.Constant(0L)), g.Constant(0.0), g.Constant(double.NegativeInfinity));
        var live = g.Concat(0, _batch, g.Vector(_size.Live));
        var returned = g.Concat(0, _batch, g.Vector(_size.Returned));
        var rows = g.Mul(_batch, g.Constant((long)_size.Live)); // [1]
        return
        [
            ("token", _start.Tokens),
            ("sums", g.Expand(sums, live, ["batch", _size.Live])),
            ("ranks", g.ConstantOfShape(live, 0L, ["batch", _size.Live])),
            ("ended_scores", g.Expand(g.Constant(double.NegativeInfinity), returned, ["batch", _size.Returned])),
            ("ended_nodes", g.ConstantOfShape(returned, -1L, ["batch", _size.Returned])),
            .. rules.Start(g, rows, "rows"),
            .. coverage is null ? Array.Empty<(string, Value)>() : [("looked_at", coverage.Start(g, rows))],
            .. _start.States,
        ];
    }

    /// <summary>Ends what still lives, and traces the best hypotheses back.</summary>
    private void Finish(GraphBuilder g, TokenRules rules, LengthDivisor divisor, Value rowOffsets, Value? coverage, LoopOutput result)
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
            Sized(result.Collected[0], candidates), Sized(result.Collected[1], candidates), Sized(result.Collected[2], candidates), Sized(result.Collected[3], live),
            result.Collected.ElementAtOrDefault(4));
        var steps = g.SizesOf(trace.Tokens, 0, 1);                                                        // [1]
        var count = g.Mul(steps, g.Constant((long)candidates));
        var scores = g.Div(sums, divisor.Of(g, g.Max(g.Squeeze(steps, axis: 0), g.Constant(1L))));        // [batch, K]
        if (coverage is not null)
        {
            scores = g.Add(scores, g.Where(g.Equal(count, g.Constant(0L)), g.Constant(0.0), coverage));
        }

        var best = ended.Merge(g, scores, g.Add(ranks, g.Sub(count, g.Constant((long)candidates))));

        var known = LogProbabilities(g, trace.Sums, best.Nodes, count);
        var (tokens, gains, attention) = new BackTrace(_size, rules).Run(g, trace, best.Nodes, known, _batch, rowOffsets);
        var exists = g.Greater(best.Scores, g.Constant(double.NegativeInfinity));
        var real = g.Cast(g.Not(g.Equal(tokens, rules.EndToken(g))), ElementType.Int64);

        Shape each = ["batch", _size.Returned];
        g.Output(GraphNames.Tokens, tokens, ["batch", _size.Returned, "steps"]);
        g.Output(GraphNames.Lengths, g.ReduceSum(real, axis: 2), each);
        g.Output(GraphNames.SequenceLogProbability, g.Cast(g.Where(exists, known, g.Constant(double.NegativeInfinity)), ElementType.Float32), each);
        g.Output(GraphNames.SequenceScore, g.Cast(best.Scores, ElementType.Float32), each);
        g.Output(GraphNames.TokenLogProbabilities, gains, ["batch", _size.Returned, "steps"]);
        if (attention is not null)
        {
            g.Output(GraphNames.Attention, attention, ["batch", _size.Returned, "steps", "source"]);
        }
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
