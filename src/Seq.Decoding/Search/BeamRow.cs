namespace Seq.Decoding.Search;

/// <summary>A live hypothesis of beam search.</summary>
/// <param name="Input">The index of its input.</param>
/// <param name="Group">Its group of the beam.</param>
/// <param name="Node">Its last token in the tree.</param>
/// <param name="Sum">The sum of its log-probabilities.</param>
internal readonly record struct BeamRow(int Input, int Group, int Node, double Sum)
{
    /// <summary>Gives or takes some of them, field by field: between the fields there may be bytes that say nothing.</summary>
    internal static void Exchange(StateExchange exchange, Span<BeamRow> rows)
    {
        foreach (ref var row in rows)
        {
            var (input, group, node, sum) = row;
            exchange.Value(ref input);
            exchange.Value(ref group);
            exchange.Value(ref node);
            exchange.Value(ref sum);
            row = new BeamRow(input, group, node, sum);
        }
    }
}
