using Seq.Model;

namespace Seq.Export;

/// <summary>The rows of a search that follows one sequence each: what its loop carries, and what becomes of a chosen token.</summary>
/// <remarks>
/// The loop carries only what the next step needs: a small model's step costs little more than the count of its operators. Lengths, sums and what an ended row must not
/// gain follow from the tokens, and are computed once after it.
/// </remarks>
/// <param name="rules">What changes the logits, and which token ends a row.</param>
/// <param name="carried">What the body of the loop takes.</param>
/// <param name="attention">Whether the attention weights of every step are kept.</param>
internal sealed class GeneratedRows(TokenRules rules, IReadOnlyList<Value> carried, bool attention)
{
    private readonly int _rulesFrom = rules.MayEnd ? 2 : 1;

    /// <summary>The last token of each row, int64 [batch].</summary>
    internal Value Token => carried[0];

    /// <summary>The states of each row.</summary>
    internal IReadOnlyList<Value> States => [.. carried.Skip(_rulesFrom + rules.CarriedCount)];

    private IReadOnlyList<Value> OfRules => [.. carried.Skip(_rulesFrom).Take(rules.CarriedCount)];

    /// <summary>What the loop carries at first: tokens, ended rows where a row may end, what the rules need, states.</summary>
    internal static List<(string Name, Value Initial)> Start(GraphBuilder g, GenerationStart start, TokenRules rules)
    {
        using var scope = g.Scope("start");
        List<(string, Value)> values = [("token", start.Tokens)];
        if (rules.MayEnd)
        {
            values.Add(("finished", g.ConstantOfShape(start.Batch, false, ["batch"]))); // the start token may be the one that ends a row
        }

        return [.. values, .. rules.Start(g, start.Batch, "batch"), .. start.States];
    }

    /// <summary>The logits that a token is chosen by, [batch, vocabulary].</summary>
    internal Value Apply(GraphBuilder g, Value logits) => rules.Apply(g, logits, OfRules);

    /// <summary>Takes the chosen tokens; a row that has ended is given the end token again.</summary>
    /// <param name="g">The body.</param>
    /// <param name="chosen">int64 [batch, 1].</param>
    /// <param name="gain">Log-probabilities of the chosen tokens, float32 or float64 [batch, 1].</param>
    /// <param name="step">The step that they were chosen from.</param>
    internal LoopIteration Next(GraphBuilder g, Value chosen, Value gain, GenerationStep step)
    {
        Value[] kept = attention && step.Attention is { } alpha ? [chosen, gain, alpha] : [chosen, gain];
        var token = g.Squeeze(chosen, axis: 1);
        if (!rules.MayEnd)
        {
            return new(g.Constant(true), [token, .. rules.Next(g, OfRules, token), .. step.Next], kept);
        }

        var end = rules.EndToken(g);
        token = g.Where(carried[1], end, token);
        var finished = g.Equal(token, end);
        var ended = g.ReduceMin(g.Cast(finished, ElementType.Int64), axis: 0);                       // 1 when all rows have
        return new(g.Less(ended, g.Constant(1L)), [token, finished, .. rules.Next(g, OfRules, token), .. step.Next], kept);
    }

    /// <summary>Adds the outputs. A row that has ended emits the end token, gains nothing and attends to nothing.</summary>
    internal static void Finish(GraphBuilder g, GenerationStart start, TokenRules rules, LoopOutput result)
    {
        using var scope = g.Scope("collect");
        var steps = g.SizesOf(result.Collected[0], 0, 1);
        var sizes = g.Concat(0, steps, start.Batch);
        var tokens = g.Reshape(result.Collected[0], sizes, ["steps", "batch"]);                      // after no step the loop forgets the batch size
        var gains = g.Reshape(result.Collected[1], sizes, ["steps", "batch"]);
        var row = g.Concat(0, g.Vector(1), start.Batch);
        Value? before = null;                                                                        // rows that had ended before a step
        Value lengths;
        if (rules.MayEnd)
        {
            var end = rules.EndToken(g);
            before = g.Greater(g.CumSum(g.Cast(g.Equal(tokens, end), ElementType.Int64), axis: 0, exclusive: true), g.Constant(0L));
            tokens = g.Where(before, end, tokens);
            gains = g.Where(before, gains.Type == ElementType.Float64 ? g.Constant(0.0) : g.Constant(0f), gains);
            var live = g.Cast(g.Not(g.Equal(tokens, end)), ElementType.Int64);                       // the end token does not count
            lengths = g.ReduceSum(g.Concat(0, g.ConstantOfShape(row, 0L, [1, "batch"]), live), axis: 0);
        }
        else
        {
            lengths = g.Expand(steps, start.Batch, ["batch"]);
        }

        var zero = g.Expand(g.Constant(0.0), row, [1, "batch"]);
        var sum = g.ReduceSum(g.Concat(0, zero, g.Cast(gains, ElementType.Float64)), axis: 0);
        g.Output(GraphNames.Tokens, g.Transpose(tokens, 1, 0), ["batch", "steps"]);
        g.Output(GraphNames.Lengths, lengths, ["batch"]);
        g.Output(GraphNames.SequenceLogProbability, g.Cast(sum, ElementType.Float32), ["batch"]);
        g.Output(GraphNames.TokenLogProbabilities, g.Transpose(g.Cast(gains, ElementType.Float32), 1, 0), ["batch", "steps"]);
        if (result.Collected.Count > 2)
        {
            var weights = result.Collected[2];                                                       // [steps, batch, source]
            weights = g.Reshape(weights, g.Concat(0, sizes, g.SizesOf(weights, 2, 3)), ["steps", "batch", "source"]);
            weights = before is null ? weights : g.Where(g.Unsqueeze(before, axis: 2), g.Constant(0f), weights);
            g.Output(GraphNames.Attention, g.Transpose(weights, 1, 0, 2), ["batch", "steps", "source"]);
        }
    }
}
