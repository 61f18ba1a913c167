namespace Seq.Export;

/// <summary>One step of beam search, after the decoder: from the logits of the live hypotheses to the next live ones and the best ended ones.</summary>
/// <remarks>
/// The rules and the order of ties are those of Seq.Decoding's BeamSearch: candidates rank by sum, then by the rank of their parent, then by the rank of
/// their token; an end token counts among the first K; an input is done when no live hypothesis can enter the N best. A hypothesis whose sum is −∞ does not exist.
/// A node is a candidate of a step, numbered step · C + rank.
/// </remarks>
internal sealed class BeamStep(BeamSize size, TokenRules rules, LengthDivisor divisor, Value lastDivisor, Value rowOffsets, Value candidateSizes)
{
    /// <summary>Advances the search.</summary>
    /// <param name="g">The body of the loop.</param>
    /// <param name="logits">float32 [rows, vocabulary].</param>
    /// <param name="sums">float64 [batch, K]: log-probabilities of the live hypotheses, best first.</param>
    /// <param name="ended">The best ended hypotheses so far.</param>
    /// <param name="coverage">float64 [batch, K]: what their scores lose if they end now; null without a coverage penalty.</param>
    internal BeamStepResult Run(GraphBuilder g, Value logits, Value sums, EndedHypotheses ended, Value? coverage)
    {
        var (candidates, tokens, parents) = Rank(g, logits, sums);                                        // each [batch, C]
        var isEnd = g.Equal(tokens, rules.EndToken(g));
        var length = g.Add(g.Iteration, g.Constant(1L));
        var best = AddEnded(g, candidates, isEnd, divisor.Of(g, length), coverage is null ? null : g.GatherElements(coverage, parents, axis: 1), ended);

        using var scope = g.Scope("live");
        var (live, ranks) = g.TopK(g.Where(isEnd, g.Constant(double.NegativeInfinity), candidates), g.Vector(size.Live), axis: 1, size.Live);
        var first = g.Slice(live, axis: 1, 0, 1);                                                         // [batch, 1]
        var bound = g.Max(g.Div(first, divisor.Of(g, g.Add(length, g.Constant(1L)))), g.Div(first, lastDivisor));
        var goesOn = g.Greater(bound, g.Slice(best.Scores, axis: 1, size.Returned - 1, size.Returned));   // [batch, 1]
        var nextSums = g.Where(goesOn, live, g.Constant(double.NegativeInfinity));
        var parent = g.GatherElements(parents, ranks, axis: 1);                                           // [batch, K]
        return new()
        {
            Continue = g.Cast(g.Squeeze(g.ReduceMax(g.Cast(goesOn, ElementType.Int32), axis: 0), axis: 0), ElementType.Bool),
            Tokens = g.Reshape(g.GatherElements(tokens, ranks, axis: 1), ["rows"]),
            ParentRows = g.Reshape(g.Add(parent, rowOffsets), ["rows"]),
            Sums = nextSums,
            Ended = best,
            Trace = new(tokens, parents, candidates, ranks),
        };
    }

    /// <summary>The C best continuations of each input: sums, tokens, and the place of the parent in the beam.</summary>
    private (Value Sums, Value Tokens, Value Parents) Rank(GraphBuilder g, Value logits, Value sums)
    {
        using var scope = g.Scope("candidates");
        var (best, ids) = g.TopK(logits, g.Vector(size.Offers), axis: 1, size.Offers);                    // [rows, P]
        var normalizer = Normalizer.LogSumExp(g, logits, g.Slice(best, axis: 1, 0, 1));                   // [rows, 1]
        var gains = g.Sub(g.Cast(best, ElementType.Float64), normalizer);
        var offers = g.Add(g.Unsqueeze(sums, axis: 2), g.Reshape(gains, ["batch", size.Live, size.Offers]));
        var (candidates, places) = g.TopK(g.Reshape(offers, ["batch", size.Live * size.Offers]), g.Vector(size.Candidates), axis: 1, size.Candidates);
        var tokens = g.GatherElements(g.Reshape(ids, ["batch", size.Live * size.Offers]), places, axis: 1);
        return (candidates, tokens, g.Div(places, g.Constant((long)size.Offers)));
    }

    /// <summary>The N best of those that had ended and those that end now; of equal scores the earlier one, then the candidate of higher rank.</summary>
    private EndedHypotheses AddEnded(GraphBuilder g, Value candidates, Value isEnd, Value length, Value? coverage, EndedHypotheses ended)
    {
        using var scope = g.Scope("ended");
        var ranks = g.Range(g.Constant(0L), g.Constant((long)size.Candidates), g.Constant(1L), size.Candidates);
        var counts = g.And(isEnd, g.Less(ranks, g.Constant((long)size.Live)));
        var shares = g.Div(candidates, length);
        var scores = g.Where(counts, coverage is null ? shares : g.Add(shares, coverage), g.Constant(double.NegativeInfinity));
        var nodes = g.Add(ranks, g.Mul(g.Iteration, g.Constant((long)size.Candidates)));                  // [C]
        return ended.Merge(g, scores, g.Expand(nodes, candidateSizes, ["batch", size.Candidates]));
    }
}

/// <summary>What a step of beam search returns.</summary>
internal sealed record BeamStepResult
{
    /// <summary>Whether an input has a live hypothesis: bool scalar.</summary>
    internal required Value Continue { get; init; }

    /// <summary>The tokens of the live hypotheses, int64 [rows].</summary>
    internal required Value Tokens { get; init; }

    /// <summary>The rows that they extend, int64 [rows].</summary>
    internal required Value ParentRows { get; init; }

    /// <summary>Their log-probabilities, float64 [batch, K].</summary>
    internal required Value Sums { get; init; }

    /// <summary>The best ended hypotheses.</summary>
    internal required EndedHypotheses Ended { get; init; }

    /// <summary>What the back-trace needs of this step.</summary>
    internal required BeamTrace Trace { get; init; }
}

/// <summary>What the back-trace needs: in a loop of one step, after it of all steps, [steps, …].</summary>
/// <param name="Tokens">int64 [batch, C]: the tokens of the candidates.</param>
/// <param name="Parents">int64 [batch, C]: the places of their parents in the beam.</param>
/// <param name="Sums">float64 [batch, C]: their log-probabilities.</param>
/// <param name="Ranks">int64 [batch, K]: which candidates lived on.</param>
/// <param name="Attention">float32 [rows, source]: where the hypotheses that the step extended looked; null when that is not kept.</param>
internal sealed record BeamTrace(Value Tokens, Value Parents, Value Sums, Value Ranks, Value? Attention = null);
