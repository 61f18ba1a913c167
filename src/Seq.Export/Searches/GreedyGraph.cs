using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>generate-greedy</c>: the whole greedy decode in a <c>Loop</c> of standard operators, so that any ONNX runtime can run it.</summary>
/// <remarks>
/// A row that has ended emits the end token and adds nothing to its log-probability; the loop ends when all rows have, or after <c>max_length</c> steps.
/// Of equal logits the lowest id wins. Encoder, keys, mask and prompt are computed before the loop.
/// </remarks>
internal static class GreedyGraph
{
    internal static BundleGraph Build(IGenerator model, ExportOptions options)
    {
        var g = new GraphBuilder(GraphNames.GenerateGreedy);
        var start = model.Begin(g, beam: 1);
        var maxLength = g.Input(GraphNames.MaxLength, ElementType.Int64, []);
        var rules = TokenRules.CreateAllOrNone(g, model, options.AllSearchInputs);
        var result = g.Loop("loop", g.Max(maxLength, g.Constant(0L)), GeneratedRows.Start(g, start, rules), (body, carried) =>
        {
            var rows = new GeneratedRows(rules, carried, options.AttentionOutputs);
            var step = model.Step(body, rows.Token, rows.States);
            using var scope = body.Scope("choose");
            var logits = rows.Apply(body, step.Logits);
            var (_, best) = body.TopK(logits, body.Vector(1), axis: 1, 1);                           // [batch, 1]; half the time of ArgMax in ONNX Runtime
            return rows.Next(body, best, body.GatherElements(body.LogSoftmax(logits, axis: 1), best, axis: 1), step);
        });
        GeneratedRows.Finish(g, start, rules, result);
        return new(g);
    }
}
