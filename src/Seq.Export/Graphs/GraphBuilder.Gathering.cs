using Seq.Model;

namespace Seq.Export;

/// <content>Picking elements by index.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Slices of an axis by index; the axis is replaced by the axes of the indices (<c>Gather</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="indices">int32 or int64, any shape; negative counts from the end.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="GraphBuildException">The indices are no integers, or there is no such axis.</exception>
    public Value Gather(Value x, Value indices, int axis = 0)
    {
        var node = Add("Gather", x, indices).Takes(indices, ElementTypes.Indices);
        var place = node.Axis(axis, x.Rank);
        return node.With("axis", axis).Returns(x.Type, [.. x.Shape.Take(place), .. indices.Shape, .. x.Shape.Skip(place + 1)]);
    }

    /// <summary>One element per index: result[…, i, …] = x[…, indices[…, i, …], …] (<c>GatherElements</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="indices">int32 or int64, with as many dimensions as x.</param>
    /// <param name="axis">The axis that the indices count along.</param>
    /// <exception cref="GraphBuildException">The indices are no integers or have other dimensions, or there is no such axis.</exception>
    public Value GatherElements(Value x, Value indices, int axis)
    {
        var node = Add("GatherElements", x, indices).Takes(indices, ElementTypes.Indices).TakesRank(indices, x.Rank);
        node.Axis(axis, x.Rank);
        return node.With("axis", axis).Returns(x.Type, indices.Shape);
    }

    /// <summary>One slice per vector of indices: result[i, …] = x[indices[i, 0], indices[i, 1], …] (<c>GatherND</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="indices">int64 […, k]: k leading indices into x.</param>
    /// <exception cref="GraphBuildException">The indices are no int64, or k is not fixed or exceeds the dimensions of x.</exception>
    public Value GatherNd(Value x, Value indices)
    {
        var node = Add("GatherND", x, indices).Takes(indices, ElementTypes.Long);
        var depth = Depth(node, x, indices);
        return node.Returns(x.Type, [.. indices.Shape.SkipLast(1), .. x.Shape.Skip(depth)]);
    }

    /// <summary>x with single elements replaced: result[…, indices[…, i, …], …] = updates[…, i, …] (<c>ScatterElements</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="indices">int32 or int64, shaped as the updates.</param>
    /// <param name="updates">The new elements.</param>
    /// <param name="axis">The axis that the indices count along.</param>
    /// <param name="reduction">What happens to the old element.</param>
    /// <exception cref="GraphBuildException">Types or shapes do not fit, or there is no such axis.</exception>
    public Value ScatterElements(Value x, Value indices, Value updates, int axis, ScatterReduction reduction = ScatterReduction.None)
    {
        var node = Add("ScatterElements", x, indices, updates).Takes(indices, ElementTypes.Indices)
            .TakesSame(x, updates).TakesRank(indices, x.Rank).TakesShape(updates, indices.Shape);
        node.Axis(axis, x.Rank);
        return Reduce(node.With("axis", axis), reduction).Returns(x.Type, x.Shape);
    }

    /// <summary>x with slices replaced: result[indices[i, 0], indices[i, 1], …] = updates[i, …] (<c>ScatterND</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="indices">int64 […, k].</param>
    /// <param name="updates">The new slices.</param>
    /// <param name="reduction">What happens to the old elements.</param>
    /// <exception cref="GraphBuildException">Types or shapes do not fit.</exception>
    public Value ScatterNd(Value x, Value indices, Value updates, ScatterReduction reduction = ScatterReduction.None)
    {
        var node = Add("ScatterND", x, indices, updates).Takes(indices, ElementTypes.Long).TakesSame(x, updates);
        node.TakesShape(updates, [.. indices.Shape.SkipLast(1), .. x.Shape.Skip(Depth(node, x, indices))]);
        return Reduce(node, reduction).Returns(x.Type, x.Shape);
    }

    /// <summary>Where the elements are that are not 0 (<c>NonZero</c>).</summary>
    /// <param name="x">float32, uint8, int32, int64 or truth values.</param>
    /// <returns>int64 [rank, count]: a column of indices per element, in the order of the elements.</returns>
    /// <exception cref="GraphBuildException">The type has no such kernel.</exception>
    public Value NonZero(Value x) => Add("NonZero", x)
        .Takes(x, [ElementType.Float32, ElementType.UInt8, ElementType.Int32, ElementType.Int64, ElementType.Bool])
        .Returns(ElementType.Int64, [x.Rank, Shape.Unknown]);

    /// <summary>The slices of an axis whose condition holds (<c>Compress</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="condition">Truth values, a vector.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="GraphBuildException">The condition is no vector of truth values, or there is no such axis.</exception>
    public Value Compress(Value x, Value condition, int axis)
    {
        var node = Add("Compress", x, condition).Takes(condition, ElementTypes.Truth).TakesRank(condition, 1);
        return node.With("axis", axis).Returns(x.Type, x.Shape.With(node.Axis(axis, x.Rank), Shape.Unknown));
    }

    /// <summary>A vector per index: <paramref name="on"/> at the index, <paramref name="off"/> elsewhere (<c>OneHot</c>).</summary>
    /// <param name="indices">int64.</param>
    /// <param name="depth">How long the vectors are.</param>
    /// <param name="off">The number elsewhere.</param>
    /// <param name="on">The number at the index.</param>
    /// <param name="axis">Where the new axis goes; counts in the result.</param>
    /// <exception cref="GraphBuildException">The indices are no int64, or the result has no such axis.</exception>
    public Value OneHot(Value indices, long depth, float off = 0f, float on = 1f, int axis = -1)
    {
        var values = AddInitializer($"{_prefix}constant/floats_{FormattableString.Invariant($"{off:R}_{on:R}")}", () =>
            Initializer.Of($"{_prefix}constant/floats_{FormattableString.Invariant($"{off:R}_{on:R}")}", [off, on], 2));
        var node = Add("OneHot", indices, Constant(depth), values).Takes(indices, ElementTypes.Long).With("axis", axis);
        return node.Returns(ElementType.Float32, indices.Shape.Insert(node.Axis(axis, indices.Rank + 1), new Dimension(depth)));
    }

    private static int Depth(Node node, Value x, Value indices) =>
        indices.Rank > 0 && indices.Shape[^1] is { Name: null, Size: var depth } && depth >= 1 && depth <= x.Rank
            ? (int)depth
            : throw node.Fail($"'{indices.Name}' is {indices.Shape}; its last dimension must be a number from 1 to {x.Rank}, the dimensions of '{x.Name}'.");

    private static Node Reduce(Node node, ScatterReduction reduction)
    {
        if (reduction is ScatterReduction.Min or ScatterReduction.Max)
        {
            node.NeedsOpset(18);
        }

        return reduction == ScatterReduction.None ? node : node.With("reduction", reduction.ToString().ToLowerInvariant());
    }
}

/// <summary>How a scattered element meets the one that stood there.</summary>
public enum ScatterReduction
{
    /// <summary>It replaces it. An index must not occur twice.</summary>
    None,

    /// <summary>It is added.</summary>
    Add,

    /// <summary>It is multiplied.</summary>
    Mul,

    /// <summary>The smaller one stays; from opset 18 on.</summary>
    Min,

    /// <summary>The larger one stays; from opset 18 on.</summary>
    Max,
}
