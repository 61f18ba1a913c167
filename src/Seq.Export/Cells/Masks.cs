namespace Seq.Export;

/// <summary>Which elements of padded rows are real.</summary>
internal static class Masks
{
    /// <summary>Compares places with lengths.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="x">What is padded, the batch first.</param>
    /// <param name="timeAxis">The axis along which it is.</param>
    /// <param name="lengths">int64 [batch].</param>
    /// <returns>bool [batch, time].</returns>
    internal static Value Real(GraphBuilder g, Value x, int timeAxis, Value lengths)
    {
        var count = g.Squeeze(g.SizesOf(x, timeAxis, timeAxis + 1), axis: 0);
        var places = g.Range(g.Constant(0L), count, g.Constant(1L), x.Shape[timeAxis]);
        return g.Less(places, g.Unsqueeze(lengths, axis: 1));
    }
}
