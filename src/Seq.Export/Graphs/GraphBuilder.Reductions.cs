using Seq.Model;

namespace Seq.Export;

/// <content>Operators that look along an axis.</content>
internal sealed partial class GraphBuilder
{
    internal Value Softmax(Value x, int axis) => Normalized("Softmax", x, axis);

    internal Value LogSoftmax(Value x, int axis) => Normalized("LogSoftmax", x, axis);

    internal Value ReduceMax(Value x, int axis, bool keep = false) => Reduced("ReduceMax", x, axis, keep);

    internal Value ReduceMin(Value x, int axis, bool keep = false) => Reduced("ReduceMin", x, axis, keep);

    internal Value ReduceSum(Value x, int axis, bool keep = false) => Reduced("ReduceSum", x, axis, keep);

    /// <summary>Index of the largest element along an axis, the lowest one of several: int64.</summary>
    internal Value ArgMax(Value x, int axis, bool keep = false)
    {
        var node = Add("ArgMax", x).Takes(x, [ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64]);
        var place = node.Axis(axis, x.Rank);
        node.With("axis", axis).With("keepdims", keep ? 1 : 0);
        return node.Returns(ElementType.Int64, keep ? x.Shape.With(place, 1) : x.Shape.Without(place));
    }

    /// <summary>The k largest elements along an axis in falling order, and where they stood; of equal ones the lower index comes first.</summary>
    internal (Value Values, Value Indices) TopK(Value x, Value k, int axis, Dimension count)
    {
        var node = Add("TopK", x, k).Takes(x, ElementTypes.Reducible).Takes(k, [ElementType.Int64]).TakesShape(k, [1]);
        var shape = x.Shape.With(node.Axis(axis, x.Rank), count);
        node.With("axis", axis);
        return (node.Returns("values", x.Type, shape), node.Returns("indices", ElementType.Int64, shape));
    }

    /// <summary>Running sums along an axis, added one after another; an exclusive one leaves out the element it stands at.</summary>
    internal Value CumSum(Value x, int axis, bool exclusive = false)
    {
        var node = Add("CumSum", x, Constant((long)axis)).Takes(x, ElementTypes.Reducible);
        node.Axis(axis, x.Rank);
        return (exclusive ? node.With("exclusive", 1) : node).Returns(x.Type, x.Shape);
    }

    private Value Normalized(string @operator, Value x, int axis)
    {
        var node = Add(@operator, x).Takes(x, ElementTypes.Floats);
        node.Axis(axis, x.Rank);
        return node.With("axis", axis).Returns(x.Type, x.Shape);
    }

    private Value Reduced(string @operator, Value x, int axis, bool keep)
    {
        var node = Add(@operator, x, Vector(axis)).Takes(x, ElementTypes.Reducible);
        var place = node.Axis(axis, x.Rank);
        return node.With("keepdims", keep ? 1 : 0).Returns(x.Type, keep ? x.Shape.With(place, 1) : x.Shape.Without(place));
    }
}
