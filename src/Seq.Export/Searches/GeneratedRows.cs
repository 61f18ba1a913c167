using Seq.Model;

namespace Seq.Export;

/// <summary>The rows of a search that follows one sequence each: what its loop carries, and what becomes of a chosen token.</summary>
/// <param name="rules">What changes the logits, and which token ends a row.</param>
/// <param name="carried">What the body of the loop takes.</param>
/// <param name="attention">Whether the attention weights of every step are kept.</param>
internal sealed class GeneratedRows(TokenRules rules, IReadOnlyList<Value> carried, bool attention)
{
    private const int RulesFrom = 4;

    /// <summary>The last token of each row, int64 [batch].</summary>
    internal Value Token => carried[0];

    /// <summary>The states of each row.</summary>
    internal IReadOnlyList<Value> States => [.. carried.Skip(RulesFrom + rules.CarriedCount)];

    private IReadOnlyList<Value> OfRules => [.. carried.Skip(RulesFrom).Take(rules.CarriedCount)];

    /// <summary>What the loop carries at first: tokens, ended rows, lengths, sums of log-probabilities, what the rules need, states.</summary>
    internal static List<(string Name, Value Initial)> Start(GraphBuilder g, GenerationStart start, TokenRules rules)
    {
        using var scope = g.Scope("start");
        return
        [
            ("token", start.Tokens),
            ("finished", g.ConstantOfShape(start.Batch, false, ["batch"])),
            ("length", g.ConstantOfShape(start.Batch, 0L, ["batch"])),
            ("log_probability", g.Expand(g.Constant(0.0), start.Batch, ["batch"])),
            .. rules.Start(g, start.Batch, "batch"),
            .. start.States,
        ];
    }

    /// <summary>The logits that a token is chosen by, [batch, vocabulary].</summary>
    internal Value Apply(GraphBuilder g, Value logits) => rules.Apply(g, logits, OfRules);

    /// <summary>Takes the chosen tokens; a row that has ended emits the end token and gains nothing.</summary>
    /// <param name="g">The body.</param>
    /// <param name="chosen">int64 [batch].</param>
    /// <param name="gain">Log-probabilities of the chosen tokens, float32 or float64 [batch].</param>
    /// <param name="step">The step that they were chosen from.</param>
    internal LoopIteration Next(GraphBuilder g, Value chosen, Value gain, GenerationStep step)
    {
        var (finished, length, sum) = (carried[1], carried[2], carried[3]);
        gain = g.Cast(gain, ElementType.Float64);
        if (!rules.MayEnd)
        {
            return new(
                g.Constant(true),
                [chosen, finished, g.Add(length, g.Constant(1L)), g.Add(sum, gain), .. rules.Next(g, OfRules, chosen), .. step.Next],
                [chosen, g.Cast(gain, ElementType.Float32), .. Kept(g, step, finished)]);
        }

        var end = rules.EndToken(g);
        var token = g.Where(finished, end, chosen);
        var own = g.Where(finished, g.Constant(0.0), gain);
        var nowFinished = g.Or(finished, g.Equal(token, end));
        var live = g.Cast(g.Not(nowFinished), ElementType.Int64);                                    // the end token does not count
        return new(
            g.Cast(g.ReduceMax(live, axis: 0), ElementType.Bool),
            [token, nowFinished, g.Add(length, live), g.Add(sum, own), .. rules.Next(g, OfRules, token), .. step.Next],
            [token, g.Cast(own, ElementType.Float32), .. Kept(g, step, finished)]);
    }

    /// <summary>The attention weights of the step, [batch, source]; zero for a row that has ended.</summary>
    private Value[] Kept(GraphBuilder g, GenerationStep step, Value finished) => attention && step.Attention is { } alpha
        ? [g.Where(g.Unsqueeze(finished, axis: 1), g.Constant(0f), alpha)]
        : [];

    /// <summary>Adds the outputs.</summary>
    internal static void Finish(GraphBuilder g, GenerationStart start, LoopOutput result)
    {
        g.Output(GraphNames.Tokens, Collect(g, result.Collected[0], start.Batch), ["batch", "steps"]);
        g.Output(GraphNames.Lengths, result.Carried[2], ["batch"]);
        g.Output(GraphNames.SequenceLogProbability, g.Cast(result.Carried[3], ElementType.Float32), ["batch"]);
        g.Output(GraphNames.TokenLogProbabilities, Collect(g, result.Collected[1], start.Batch), ["batch", "steps"]);
        if (result.Collected.Count > 2)
        {
            var weights = result.Collected[2];                                                       // [steps, batch, source]
            var sizes = g.Concat(0, start.Batch, g.SizesOf(weights, 0, 1), g.SizesOf(weights, 2, 3));
            g.Output(GraphNames.Attention, g.Reshape(g.Transpose(weights, 1, 0, 2), sizes, ["batch", "steps", "source"]), ["batch", "steps", "source"]);
        }
    }

    /// <summary>[steps, batch] to [batch, steps]; after no step the loop forgets the batch size, so it is put in again.</summary>
    private static Value Collect(GraphBuilder g, Value collected, Value batch)
    {
        using var scope = g.Scope("collect");
        return g.Reshape(g.Transpose(collected, 1, 0), g.Concat(0, batch, g.SizesOf(collected, 0, 1)), ["batch", "steps"]);
    }
}
