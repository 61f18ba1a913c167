namespace Seq.Export;

/// <summary>Draws a token per row by the steps that Seq.Decoding's SamplingOptions lays down, in float64.</summary>
internal sealed class TokenDraw
{
    /// <summary>How many tokens top-p and min-p sort at first.</summary>
    private const int FirstNucleus = 64;

    private readonly int _vocabulary;
    private readonly Value _temperature; // float64 scalar
    private readonly Value _count;       // int64 [1]: how many of the likeliest tokens top-k keeps
    private readonly Value _topP;        // float64 scalar; +∞ keeps all
    private readonly Value _minP;        // float64 scalar
    private readonly Value _limited;     // bool scalar: top-k is in force
    private readonly Value _filtered;    // bool scalar: top-k, top-p or min-p is in force

    /// <param name="g">The graph around the loop.</param>
    /// <param name="options">The inputs of the graph.</param>
    /// <param name="vocabulary">The number of tokens.</param>
    internal TokenDraw(GraphBuilder g, SampleInputs options, int vocabulary)
    {
        using var scope = g.Scope("options");
        _vocabulary = vocabulary;
        _temperature = g.Cast(options.Temperature, ElementType.Float64);
        _limited = g.Greater(options.TopK, g.Constant(0L));
        _count = g.Unsqueeze(g.Min(options.TopK, g.Constant((long)vocabulary)), axis: 0);
        var cuts = g.Less(options.TopP, g.Constant(1f));
        _topP = g.Where(cuts, g.Cast(options.TopP, ElementType.Float64), g.Constant(double.PositiveInfinity));
        _minP = g.Cast(options.MinP, ElementType.Float64);
        _filtered = g.Or(g.Or(_limited, cuts), g.Greater(options.MinP, g.Constant(0f)));
    }

    /// <summary>Draws.</summary>
    /// <param name="g">The body of the loop.</param>
    /// <param name="logits">float32 [batch, vocabulary].</param>
    /// <param name="max">The greatest logit of each row, [batch, 1].</param>
    /// <param name="uniform">float64 [batch, 1].</param>
    /// <returns>int64 [batch, 1].</returns>
    internal Value Run(GraphBuilder g, Value logits, Value max, Value uniform) => g.If(
        "draw", _filtered, body => DrawKept(body, logits, max, uniform), body => DrawAny(body, logits, max, uniform));

    /// <summary>From the whole vocabulary, which stands in the order of ids.</summary>
    private Value DrawAny(GraphBuilder g, Value logits, Value max, Value uniform)
    {
        var cumulative = g.CumSum(Weigh(g, logits, max), axis: 1);                               // [batch, vocabulary]
        return CountUpTo(g, cumulative, g.Mul(uniform, Last(g, cumulative)));
    }

    /// <summary>From the tokens that stay; they stand by falling logit, equal ones by rising id.</summary>
    private Value DrawKept(GraphBuilder g, Value logits, Value max, Value uniform) => g.If(
        "kept",
        _limited,
        body =>
        {
            var ranked = Rank(body, logits, max, _count);
            return Pick(body, ranked, body.Mul(_topP, Last(body, ranked.Cumulative)), uniform);
        },
        body =>
        {
            // Few tokens mostly hold the share that stays; only when they do not is the whole vocabulary sorted.
            var total = Last(body, body.CumSum(Weigh(body, logits, max), axis: 1));
            var share = body.Mul(_topP, total);                                                  // [batch, 1]
            var first = Rank(body, logits, max, body.Vector(Math.Min(FirstNucleus, _vocabulary)));
            var lacks = body.And(body.Less(Last(body, first.Cumulative), share), body.Not(body.Less(Last(body, first.Weights), _minP)));
            var lacking = body.Squeeze(body.ReduceMax(body.Cast(lacks, ElementType.Int32), axis: 0), axis: 0);
            return body.If(
                "nucleus",
                body.Cast(lacking, ElementType.Bool),
                whole => Pick(whole, Rank(whole, logits, max, whole.Vector(_vocabulary)), share, uniform),
                part => Pick(part, first, share, uniform));
        });

    /// <summary>The likeliest tokens with their weights.</summary>
    private Ranked Rank(GraphBuilder g, Value logits, Value max, Value count)
    {
        var (best, ids) = g.TopK(logits, count, axis: 1, Shape.Unknown);
        var weights = Weigh(g, best, max);
        return new(ids, weights, g.CumSum(weights, axis: 1));
    }

    /// <summary>Draws one of those before which less than a share has gone by, and that are likely enough.</summary>
    private Value Pick(GraphBuilder g, Ranked ranked, Value share, Value uniform)
    {
        var before = g.CumSum(ranked.Weights, axis: 1, exclusive: true);
        var kept = g.And(g.Less(before, share), g.Not(g.Less(ranked.Weights, _minP)));
        var mass = g.ReduceMax(g.Where(kept, ranked.Cumulative, g.Constant(0.0)), axis: 1, keep: true); // [batch, 1]
        return g.GatherElements(ranked.Ids, CountUpTo(g, ranked.Cumulative, g.Mul(uniform, mass)), axis: 1);
    }

    /// <summary>w = exp(l / T − max / T): 1 for the likeliest token, 0 for an impossible one.</summary>
    private Value Weigh(GraphBuilder g, Value logits, Value max)
    {
        var scaled = g.Div(g.Cast(logits, ElementType.Float64), _temperature);
        return g.Exp(g.Sub(scaled, g.Div(g.Cast(max, ElementType.Float64), _temperature)));
    }

    /// <summary>The index of the first cumulative weight above a target: how many are not above it.</summary>
    private static Value CountUpTo(GraphBuilder g, Value cumulative, Value target) =>
        g.ReduceSum(g.Cast(g.Not(g.Greater(cumulative, target)), ElementType.Int64), axis: 1, keep: true);

    private static Value Last(GraphBuilder g, Value x) => g.Slice(x, axis: 1, -1, long.MaxValue);

    /// <summary>Tokens by falling logit, all [batch, k].</summary>
    /// <param name="Ids">int64.</param>
    /// <param name="Weights">float64.</param>
    /// <param name="Cumulative">float64: their running sums.</param>
    private sealed record Ranked(Value Ids, Value Weights, Value Cumulative);
}

/// <summary>The inputs of the graph that say how to draw.</summary>
/// <param name="Temperature">float32 scalar.</param>
/// <param name="TopK">int64 scalar; 0 keeps all.</param>
/// <param name="TopP">float32 scalar; 1 keeps all.</param>
/// <param name="MinP">float32 scalar; 0 keeps all.</param>
internal sealed record SampleInputs(Value Temperature, Value TopK, Value TopP, Value MinP);
