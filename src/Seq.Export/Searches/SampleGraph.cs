using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>generate-sample</c>: a whole decode of random tokens in a <c>Loop</c>, the same that Seq.Decoding draws from the same logits and seed.</summary>
/// <remarks>
/// A row that has ended emits the end token and adds nothing to its log-probability; the loop ends when all rows have, or after <c>max_length</c> steps.
/// The random numbers of all steps are made before the loop, so <c>max_length</c> is capped at <see cref="MaxSteps"/>.
/// </remarks>
internal static class SampleGraph
{
    /// <summary>As many steps as a bundle's manifest may ask for.</summary>
    private const long MaxSteps = 1_000_000;

    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.GenerateSample);
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var maxLength = g.Input(GraphNames.MaxLength, ElementType.Int64, []);
        var minLength = g.Input(GraphNames.MinLength, ElementType.Int64, []);
        var options = new SampleInputs(
            g.Input(GraphNames.Temperature, ElementType.Float32, []),
            g.Input(GraphNames.TopK, ElementType.Int64, []),
            g.Input(GraphNames.TopP, ElementType.Float32, []),
            g.Input(GraphNames.MinP, ElementType.Float32, []));
        var seed = g.Input(GraphNames.Seed, ElementType.UInt32, [2]);
        var rowKeys = g.Input(GraphNames.RowKeys, ElementType.UInt32, ["batch"]);
        var samples = g.Input(GraphNames.SampleIndices, ElementType.UInt32, ["batch"]);

        var encoded = new EncoderPart(model, weights).Run(g, source, lengths);
        var decoder = new DecoderPart(model, weights);
        var mask = decoder.Mask(g, encoded);
        var trips = g.Min(g.Max(maxLength, g.Constant(0L)), g.Constant(MaxSteps));
        var uniforms = CounterUniforms.Build(g, seed, rowKeys, samples, trips);
        var draw = new TokenDraw(g, options, model.TargetVocabulary);
        var rule = new EndTokenRule(g, minLength, model.TargetVocabulary, model.EndToken);

        var batch = g.SizesOf(source, 0, 1);
        var result = g.Loop("loop", trips, Start(g, model, encoded, batch), (body, carried) =>
        {
            var (token, finished, length, sum) = (carried[0], carried[1], carried[2], carried[3]); // each [batch]
            var step = decoder.Step(body, token, EncoderDecoderSurface.Group(model, [.. carried.Skip(4)]), encoded, mask);
            using var scope = body.Scope("choose");
            var end = body.Constant((long)model.EndToken);
            var logits = rule.Apply(body, step.Logits);                                              // [batch, vocabulary]
            var max = body.ReduceMax(logits, axis: 1, keep: true);                                   // [batch, 1]
            var uniform = body.Unsqueeze(body.Gather(uniforms, body.Iteration), axis: 1);            // [batch, 1]
            var drawn = draw.Run(body, logits, max, uniform);                                        // [batch, 1]
            var logit = body.Cast(body.GatherElements(logits, drawn, axis: 1), ElementType.Float64);
            var all = body.Squeeze(body.Sub(logit, Normalizer.LogSumExp(body, logits, max)), axis: 1); // [batch]
            var gain = body.Where(finished, body.Constant(0.0), all);
            var chosen = body.Where(finished, end, body.Squeeze(drawn, axis: 1));
            var nowFinished = body.Or(finished, body.Equal(chosen, end));
            var grown = body.Add(length, body.Cast(body.Not(nowFinished), ElementType.Int64));       // the end token does not count
            var live = body.ReduceMax(body.Cast(body.Not(nowFinished), ElementType.Int32), axis: 0);
            return new(
                body.Cast(live, ElementType.Bool),
                [chosen, nowFinished, grown, body.Add(sum, gain), .. EncoderDecoderSurface.Flatten(step.Next)],
                [chosen, body.Cast(gain, ElementType.Float32)]);
        });

        g.Output(GraphNames.Tokens, Collect(g, result.Collected[0], batch), ["batch", "steps"]);
        g.Output(GraphNames.Lengths, result.Carried[2], ["batch"]);
        g.Output(GraphNames.SequenceLogProbability, g.Cast(result.Carried[3], ElementType.Float32), ["batch"]);
        g.Output(GraphNames.TokenLogProbabilities, Collect(g, result.Collected[1], batch), ["batch", "steps"]);
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
            ("log_probability", g.Expand(g.Constant(0.0), batch, ["batch"])),
            .. EncoderDecoderSurface.StateNames(model).Zip(EncoderDecoderSurface.Flatten(states)),
        ];
    }

    /// <summary>[steps, batch] to [batch, steps]; after no step the loop forgets the batch size, so it is put in again.</summary>
    private static Value Collect(GraphBuilder g, Value collected, Value batch)
    {
        using var scope = g.Scope("collect");
        return g.Reshape(g.Transpose(collected, 1, 0), g.Concat(0, batch, g.SizesOf(collected, 0, 1)), ["batch", "steps"]);
    }
}
