using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>generate-greedy</c>: the whole greedy decode in a <c>Loop</c> of standard operators, so that any ONNX runtime can run it.</summary>
/// <remarks>
/// A row that has ended emits the end token and adds nothing to its log-probability; the loop ends when all rows have, or after <c>max_length</c> steps.
/// Of equal logits the lowest id wins. Encoder, keys and mask are computed before the loop.
/// </remarks>
internal static class GreedyGraph
{
    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.GenerateGreedy);
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var maxLength = g.Input(GraphNames.MaxLength, ElementType.Int64, []);

        var encoded = new EncoderPart(model, weights).Run(g, source, lengths);
        var decoder = new DecoderPart(model, weights);
        var mask = decoder.Mask(g, encoded);

        var batch = g.SizesOf(source, 0, 1);
        var result = g.Loop(
            "loop", g.Max(maxLength, g.Constant(0L)), Start(g, model, encoded, batch), (body, values) => Iterate(body, values, model, decoder, encoded, mask));

        using (g.Scope("collect"))
        {
            var tokens = g.Transpose(result.Collected[0], 1, 0);                              // [batch, steps]
            var sizes = g.Concat(0, batch, g.SizesOf(result.Collected[0], 0, 1));             // after no step the loop forgets the batch size
            g.Output(GraphNames.Tokens, g.Reshape(tokens, sizes, ["batch", "steps"]), ["batch", "steps"]);
        }

        g.Output(GraphNames.Lengths, result.Carried[2], ["batch"]);
        g.Output(GraphNames.SequenceLogProbability, result.Carried[3], ["batch"]);
        return new(g);
    }

    private static List<(string Name, Value Initial)> Start(GraphBuilder g, EncoderDecoderDescription model, Encoded encoded, Value batch)
    {
        using var scope = g.Scope("start");
        var states = encoded.Initial.Select(state => DecoderPart.WithTime(g, state));
        return
        [
            ("token", g.Expand(g.Constant((long)model.StartToken), batch, ["batch"])),
            ("finished", g.ConstantOfShape(batch, false, ["batch"])),
            ("length", g.ConstantOfShape(batch, 0L, ["batch"])),
            ("log_probability", g.ConstantOfShape(batch, 0f, ["batch"])),
            .. EncoderDecoderSurface.StateNames(model).Zip(EncoderDecoderSurface.Flatten(states)),
        ];
    }

    private static LoopIteration Iterate(
        GraphBuilder g, IReadOnlyList<Value> carried, EncoderDecoderDescription model, DecoderPart decoder, Encoded encoded, Value? mask)
    {
        var (token, finished, length, logProbability) = (carried[0], carried[1], carried[2], carried[3]); // each [batch]
        var step = decoder.Step(g, token, EncoderDecoderSurface.Group(model, [.. carried.Skip(4)]), encoded, mask);

        using var scope = g.Scope("choose");
        var end = g.Constant((long)model.EndToken);
        var best = g.ArgMax(step.Logits, axis: 1, keep: true);                                            // [batch, 1]
        var gain = g.Squeeze(g.GatherElements(g.LogSoftmax(step.Logits, axis: 1), best, axis: 1), axis: 1); // [batch]
        var chosen = g.Where(finished, end, g.Squeeze(best, axis: 1));
        var nowFinished = g.Or(finished, g.Equal(chosen, end));
        var grown = g.Add(length, g.Cast(g.Not(nowFinished), ElementType.Int64));                         // the end token does not count
        var sum = g.Add(logProbability, g.Where(finished, g.Constant(0f), gain));
        var allFinished = g.Cast(g.ReduceMin(g.Cast(nowFinished, ElementType.Int32), axis: 0), ElementType.Bool);
        return new(g.Not(allFinished), [chosen, nowFinished, grown, sum, .. EncoderDecoderSurface.Flatten(step.Next)], [chosen]);
    }
}
