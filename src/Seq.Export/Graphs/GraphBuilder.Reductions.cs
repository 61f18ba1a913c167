namespace Seq.Export;

/// <content>Operators that make one number of many.</content>
public sealed partial class GraphBuilder
{
    /// <summary>The largest element along an axis (<c>ReduceMax</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="keep">Keeps the axis, with size 1.</param>
    /// <exception cref="GraphBuildException">The type has no such kernel, or there is no such axis.</exception>
    public Value ReduceMax(Value x, int axis, bool keep = false) => Reduced("ReduceMax", x, [axis], keep, ElementTypes.Extremes);

    /// <summary>The smallest element along an axis (<c>ReduceMin</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceMin(Value x, int axis, bool keep = false) => Reduced("ReduceMin", x, [axis], keep, ElementTypes.Extremes);

    /// <summary>The sum along an axis (<c>ReduceSum</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceSum(Value x, int axis, bool keep = false) => Reduced("ReduceSum", x, [axis], keep, ElementTypes.Reducible);

    /// <summary>The mean along an axis (<c>ReduceMean</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceMean(Value x, int axis, bool keep = false) => Reduced("ReduceMean", x, [axis], keep, ElementTypes.Reducible);

    /// <summary>The product along an axis (<c>ReduceProd</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceProd(Value x, int axis, bool keep = false) => Reduced("ReduceProd", x, [axis], keep, ElementTypes.Reducible);

    /// <summary>The sum of absolute values along an axis (<c>ReduceL1</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceL1(Value x, int axis, bool keep = false) => Reduced("ReduceL1", x, [axis], keep, ElementTypes.Single);

    /// <summary>The Euclidean length along an axis (<c>ReduceL2</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceL2(Value x, int axis, bool keep = false) => Reduced("ReduceL2", x, [axis], keep, ElementTypes.Single);

    /// <summary>The sum of squares along an axis (<c>ReduceSumSquare</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceSumSquare(Value x, int axis, bool keep = false) => Reduced("ReduceSumSquare", x, [axis], keep, ElementTypes.Single);

    /// <summary>ln Σ eˣ along an axis, without overflow (<c>ReduceLogSumExp</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ReduceLogSumExp(Value x, int axis, bool keep = false) => Reduced("ReduceLogSumExp", x, [axis], keep, ElementTypes.Floats);

    /// <summary>The largest element over several axes (<c>ReduceMax</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axes">The axes, each once; negative counts from the end.</param>
    /// <param name="keep">Keeps the axes, with size 1.</param>
    /// <exception cref="GraphBuildException">The type has no such kernel, or an axis does not exist or is named twice.</exception>
    public Value ReduceMax(Value x, IReadOnlyList<int> axes, bool keep = false) => Reduced("ReduceMax", x, axes, keep, ElementTypes.Extremes);

    /// <summary>The smallest element over several axes (<c>ReduceMin</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, IReadOnlyList{int}, bool)"/>
    public Value ReduceMin(Value x, IReadOnlyList<int> axes, bool keep = false) => Reduced("ReduceMin", x, axes, keep, ElementTypes.Extremes);

    /// <summary>The sum over several axes (<c>ReduceSum</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, IReadOnlyList{int}, bool)"/>
    public Value ReduceSum(Value x, IReadOnlyList<int> axes, bool keep = false) => Reduced("ReduceSum", x, axes, keep, ElementTypes.Reducible);

    /// <summary>The mean over several axes (<c>ReduceMean</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, IReadOnlyList{int}, bool)"/>
    public Value ReduceMean(Value x, IReadOnlyList<int> axes, bool keep = false) => Reduced("ReduceMean", x, axes, keep, ElementTypes.Reducible);

    /// <summary>Index of the largest element along an axis, the lowest one of several: int64 (<c>ArgMax</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ArgMax(Value x, int axis, bool keep = false) => Place("ArgMax", x, axis, keep);

    /// <summary>Index of the smallest element along an axis, the lowest one of several: int64 (<c>ArgMin</c>).</summary>
    /// <inheritdoc cref="ReduceMax(Value, int, bool)"/>
    public Value ArgMin(Value x, int axis, bool keep = false) => Place("ArgMin", x, axis, keep);

    private Value Place(string @operator, Value x, int axis, bool keep)
    {
        var node = Add(@operator, x).Takes(x, ElementTypes.Extremes);
        var place = node.Axis(axis, x.Rank);
        node.With("axis", axis).With("keepdims", keep ? 1 : 0);
        return node.Returns(ElementType.Int64, keep ? x.Shape.With(place, 1) : x.Shape.Without(place));
    }

    private Value Reduced(string @operator, Value x, IReadOnlyList<int> axes, bool keep, ReadOnlySpan<ElementType> types)
    {
        var node = Add(@operator, x, Vector(axes)).Takes(x, types);
        var places = node.Axes(axes, x.Rank);
        if (@operator != "ReduceSum")
        {
            node.WithAxes([.. axes]); // The sum took them as an input long before the others.
        }

        var shape = places.OrderDescending().Aggregate(x.Shape, (rest, place) => keep ? rest.With(place, 1) : rest.Without(place));
        return node.With("keepdims", keep ? 1 : 0).Returns(x.Type, shape);
    }
}
