namespace Seq.Export;

/// <summary>Which elements of padded rows are real.</summary>
internal static class Masks
{
    /// <summary>Compares places with lengths, row by row.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="x">What is padded.</param>
    /// <param name="timeAxis">The axis along which it is.</param>
    /// <param name="lengths">int64 [batch].</param>
    /// <returns>bool [batch, time].</returns>
    internal static Value Rows(GraphBuilder g, Value x, int timeAxis, Value lengths) => g.Less(Places(g, x, timeAxis), g.Unsqueeze(lengths, axis: 1));

    /// <summary>The same with time first: bool [time, batch, 1].</summary>
    internal static Value TimeMajor(GraphBuilder g, Value x, Value lengths) =>
        g.Unsqueeze(g.Less(g.Unsqueeze(Places(g, x, timeAxis: 0), axis: 1), lengths), axis: 2);

    private static Value Places(GraphBuilder g, Value x, int timeAxis)
    {
        var count = g.Squeeze(g.SizesOf(x, timeAxis, timeAxis + 1), axis: 0);
        return g.Range(g.Constant(0L), count, g.Constant(1L), x.Shape[timeAxis]);
    }
}
