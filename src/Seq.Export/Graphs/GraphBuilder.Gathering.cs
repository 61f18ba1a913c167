namespace Seq.Export;

/// <content>Picking elements by index.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>Slices of an axis by index; the axis is replaced by the axes of the indices.</summary>
    internal Value Gather(Value x, Value indices, int axis = 0)
    {
        var node = Add("Gather", x, indices).Takes(indices, ElementTypes.Indices);
        var place = node.Axis(axis, x.Rank);
        return node.With("axis", axis).Returns(x.Type, [.. x.Shape.Take(place), .. indices.Shape, .. x.Shape.Skip(place + 1)]);
    }

    /// <summary>One element per index: result[…, i, …] = x[…, indices[…, i, …], …].</summary>
    internal Value GatherElements(Value x, Value indices, int axis)
    {
        var node = Add("GatherElements", x, indices).Takes(indices, ElementTypes.Indices).TakesRank(indices, x.Rank);
        node.Axis(axis, x.Rank);
        return node.With("axis", axis).Returns(x.Type, indices.Shape);
    }
}
