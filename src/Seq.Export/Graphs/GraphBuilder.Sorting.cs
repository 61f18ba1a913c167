using Seq.Model;

namespace Seq.Export;

/// <content>Order and running sums along an axis.</content>
public sealed partial class GraphBuilder
{
    /// <summary>The k largest elements along an axis in falling order, and where they stood; of equal ones the lower index comes first (<c>TopK</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="k">int64 [1]: how many.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="count">The size of the axis in the result, as far as it is known.</param>
    /// <param name="largest">False gives the smallest elements, in rising order.</param>
    /// <returns>The elements and, int64, their indices.</returns>
    /// <exception cref="GraphBuildException">The type has no such kernel, k is no int64 [1], or there is no such axis.</exception>
    public (Value Values, Value Indices) TopK(Value x, Value k, int axis, Dimension count, bool largest = true)
    {
        var node = Add("TopK", x, k).Takes(x, ElementTypes.Extremes).Takes(k, ElementTypes.Long).TakesShape(k, [1]);
        var shape = x.Shape.With(node.Axis(axis, x.Rank), count);
        node.With("axis", axis);
        if (!largest)
        {
            node.With("largest", 0);
        }

        return (node.Returns("values", x.Type, shape), node.Returns("indices", ElementType.Int64, shape));
    }

    /// <summary>Running sums along an axis, added one after another (<c>CumSum</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="exclusive">Leaves out the element that a sum stands at.</param>
    /// <param name="reverse">Begins at the end.</param>
    /// <exception cref="GraphBuildException">The type has no such kernel, or there is no such axis.</exception>
    public Value CumSum(Value x, int axis, bool exclusive = false, bool reverse = false)
    {
        var node = Add("CumSum", x, Constant((long)axis)).Takes(x, ElementTypes.Reducible);
        node.Axis(axis, x.Rank);
        if (exclusive)
        {
            node.With("exclusive", 1);
        }

        return (reverse ? node.With("reverse", 1) : node).Returns(x.Type, x.Shape);
    }

    /// <summary>Turns the first elements of each row round (<c>ReverseSequence</c>).</summary>
    /// <param name="x">[time, batch, …], or with <paramref name="timeAxis"/> 1 [batch, time, …].</param>
    /// <param name="lengths">int64 [batch]: how many elements of each row to turn round, from 1; the others stay.</param>
    /// <param name="timeAxis">0 or 1.</param>
    /// <exception cref="GraphBuildException">The lengths do not fit the batch.</exception>
    public Value ReverseSequence(Value x, Value lengths, int timeAxis = 0)
    {
        var node = Add("ReverseSequence", x, lengths).Takes(lengths, ElementTypes.Long);
        if (timeAxis is not (0 or 1) || x.Rank < 2)
        {
            throw node.Fail($"time axis {timeAxis} of '{x.Name}' {x.Shape}: it must be 0 or 1, of at least 2.");
        }

        node.TakesShape(lengths, [x.Shape[1 - timeAxis]]);
        return node.With("time_axis", timeAxis).With("batch_axis", 1 - timeAxis).Returns(x.Type, x.Shape);
    }
}
