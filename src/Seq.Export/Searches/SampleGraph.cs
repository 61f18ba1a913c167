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

    internal static BundleGraph Build(IGenerator model, ExportOptions options)
    {
        var g = new GraphBuilder(GraphNames.GenerateSample);
        var start = model.Begin(g, beam: 1);
        var maxLength = g.Input(GraphNames.MaxLength, ElementType.Int64, []);
        var rules = TokenRules.Create(g, model, options.AllSearchInputs);
        var inputs = new SampleInputs(
            g.Input(GraphNames.Temperature, ElementType.Float32, []),
            g.Input(GraphNames.TopK, ElementType.Int64, []),
            g.Input(GraphNames.TopP, ElementType.Float32, []),
            g.Input(GraphNames.MinP, ElementType.Float32, []));
        var seed = g.Input(GraphNames.Seed, ElementType.UInt32, [2]);
        var rowKeys = g.Input(GraphNames.RowKeys, ElementType.UInt32, ["batch"]);
        var samples = g.Input(GraphNames.SampleIndices, ElementType.UInt32, ["batch"]);

        var trips = g.Min(g.Max(maxLength, g.Constant(0L)), g.Constant(MaxSteps));
        var uniforms = CounterUniforms.Build(g, seed, rowKeys, samples, trips);
        var draw = new TokenDraw(g, inputs, model.Vocabulary);
        var result = g.Loop("loop", trips, GeneratedRows.Start(g, start, rules), (body, carried) =>
        {
            var rows = new GeneratedRows(rules, carried, options.AttentionOutputs);
            var step = model.Step(body, rows.Token, rows.States);
            using var scope = body.Scope("choose");
            var logits = rows.Apply(body, step.Logits);                                              // [batch, vocabulary]
            var max = body.ReduceMax(logits, axis: 1, keep: true);                                   // [batch, 1]
            var uniform = body.Unsqueeze(body.Gather(uniforms, body.Iteration), axis: 1);            // [batch, 1]
            var drawn = draw.Run(body, logits, max, uniform);                                        // [batch, 1]
            var logit = body.Cast(body.GatherElements(logits, drawn, axis: 1), ElementType.Float64);
            return rows.Next(body, drawn, body.Sub(logit, Normalizer.LogSumExp(body, logits, max)), step);
        });
        GeneratedRows.Finish(g, start, rules, result);
        return new(g);
    }
}
