namespace Seq.Export;

/// <summary>Replaces a part of texts wherever it stands, for which the standard has no operator: a split at it, and a loop that joins the parts.</summary>
internal static class TextReplacement
{
    /// <summary>Replaces.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="text">[batch].</param>
    /// <param name="old">What to replace; not empty.</param>
    /// <param name="replacement">What to put in its place.</param>
    /// <returns>[batch].</returns>
    internal static Value Run(GraphBuilder g, Value text, string old, string replacement)
    {
        var (parts, counts) = g.StringSplit(text, old);                                     // [batch, parts], [batch]
        var joined = g.Loop("replace", g.Squeeze(g.SizesOf(parts, 1, 2), axis: 0), [("text", Empty(g, counts))], (body, carried) =>
        {
            var first = body.Equal(body.Iteration, body.Constant(0L));
            var before = body.Where(first, body.Constant(""), body.Constant(replacement));
            var part = body.StringConcat(before, body.Gather(parts, body.Iteration, axis: 1));
            var real = body.Less(body.Iteration, counts);
            return new(body.Constant(true), [body.StringConcat(carried[0], body.Where(real, part, body.Constant("")))], []);
        });
        return joined.Carried[0];
    }

    private static Value Empty(GraphBuilder g, Value like) => g.Expand(g.Constant(""), g.SizesOf(like, 0, 1), ["batch"]);
}
