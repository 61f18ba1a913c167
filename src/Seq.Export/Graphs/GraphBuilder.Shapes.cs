using System.Globalization;
using Seq.Model;

namespace Seq.Export;

/// <content>Moving and reshaping.</content>
internal sealed partial class GraphBuilder
{
    internal Value Transpose(Value x, params int[] order)
    {
        var node = Add("Transpose", x);
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
        {
            throw node.Fail($"({string.Join(", ", order)}) is not an order of the {x.Rank} axes of '{x.Name}' {x.Shape}.");
        }

        return node.With("perm", order).Returns(x.Type, [.. order.Select(axis => x.Shape[axis])]);
    }

    /// <summary>Reshapes to known sizes. At most one dimension may vary, besides those that stay at their axis.</summary>
    internal Value Reshape(Value x, Shape result)
    {
        var sizes = result.Select((dimension, axis) =>
            dimension.Name is null ? dimension.Size : axis < x.Rank && x.Shape[axis] == dimension && dimension != Shape.Unknown ? 0 : -1).ToArray();
        var node = Add("Reshape", x, Vector(sizes));
        if (sizes.Count(size => size == -1) > 1)
        {
            throw node.Fail($"'{x.Name}' {x.Shape} cannot become {result}: more than one dimension would have to be found out; give the shape as a value.");
        }

        if (x.Shape.All(dimension => dimension.Name is null) && result.All(dimension => dimension.Name is null)
            && x.Shape.Aggregate(1L, (product, d) => product * d.Size) != result.Aggregate(1L, (product, d) => product * d.Size))
        {
            throw node.Fail($"'{x.Name}' {x.Shape} and {result} differ in their number of elements.");
        }

        return node.Returns(x.Type, result);
    }

    /// <summary>Reshapes to sizes computed in the graph; a size of 0 is 0.</summary>
    internal Value Reshape(Value x, Value sizes, Shape result) =>
        Add("Reshape", x, sizes).Takes(sizes, [ElementType.Int64]).TakesShape(sizes, [result.Count]).With("allowzero", 1).Returns(x.Type, result);

    /// <summary>Adds an axis of size 1; <paramref name="axis"/> counts in the result.</summary>
    internal Value Unsqueeze(Value x, int axis)
    {
        var node = Add("Unsqueeze", x, Vector(axis));
        return node.Returns(x.Type, x.Shape.Insert(node.Axis(axis, x.Rank + 1), 1));
    }

    /// <summary>Removes an axis of size 1.</summary>
    internal Value Squeeze(Value x, int axis)
    {
        var node = Add("Squeeze", x, Vector(axis));
        var place = node.Axis(axis, x.Rank);
        return Shape.Fits(x.Shape[place], 1)
            ? node.Returns(x.Type, x.Shape.Without(place))
            : throw node.Fail($"axis {axis} of '{x.Name}' {x.Shape} has size {x.Shape[place]}, not 1.");
    }

    internal Value Concat(int axis, params ReadOnlySpan<Value> parts)
    {
        var node = Add("Concat", parts.ToArray());
        var first = parts[0];
        var place = node.Axis(axis, first.Rank);
        Dimension sum = 0;
        foreach (var part in parts)
        {
            node.TakesSame(first, part);
            if (part.Rank != first.Rank || !part.Shape.With(place, 1).Fits(first.Shape.With(place, 1)))
            {
                throw node.Fail($"'{first.Name}' {first.Shape} and '{part.Name}' {part.Shape} differ elsewhere than along axis {axis}.");
            }

            sum = sum.Name is null && part.Shape[place].Name is null ? new(sum.Size + part.Shape[place].Size) : Shape.Unknown;
        }

        return node.With("axis", axis).Returns(first.Type, first.Shape.With(place, sum));
    }

    /// <summary>Cuts an axis into parts of the given sizes.</summary>
    internal Value[] Split(Value x, int axis, params long[] sizes)
    {
        var node = Add("Split", x, Vector(sizes));
        var place = node.Axis(axis, x.Rank);
        if (!Shape.Fits(x.Shape[place], new Dimension(sizes.Sum())))
        {
            throw node.Fail($"the parts ({string.Join(", ", sizes)}) do not add up to axis {axis} of '{x.Name}' {x.Shape}.");
        }

        node.With("axis", axis);
        return [.. sizes.Select((size, part) => node.Returns(part.ToString(CultureInfo.InvariantCulture), x.Type, x.Shape.With(place, new(size))))];
    }

    /// <summary>Elements from <paramref name="start"/> up to, not including, <paramref name="end"/> of an axis; negative counts from its end.</summary>
    internal Value Slice(Value x, int axis, long start, long end)
    {
        var node = Add("Slice", x, Vector(start), Vector(end), Vector(axis));
        var place = node.Axis(axis, x.Rank);
        var size = x.Shape[place];
        if (size.Name is not null)
        {
            return node.Returns(x.Type, x.Shape.With(place, Shape.Unknown));
        }

        long Clip(long index) => Math.Clamp(index < 0 ? index + size.Size : index, 0, size.Size);
        return node.Returns(x.Type, x.Shape.With(place, new(Math.Max(0, Clip(end) - Clip(start)))));
    }

    /// <summary>Repeats axes of size 1 up to sizes computed in the graph.</summary>
    internal Value Expand(Value x, Value sizes, Shape result)
    {
        var node = Add("Expand", x, sizes).Takes(sizes, [ElementType.Int64]).TakesShape(sizes, [result.Count]);
        return node.Returns(x.Type, node.Broadcast(x, result));
    }

    /// <summary>int64 vector of the sizes of the axes from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    internal Value SizesOf(Value x, int start, int end)
    {
        var node = Add("Shape", x);
        return start >= 0 && start < end && end <= x.Rank
            ? node.With("start", start).With("end", end).Returns(ElementType.Int64, [end - start])
            : throw node.Fail($"'{x.Name}' {x.Shape} has no axes from {start} to {end}.");
    }

    /// <summary>A tensor of one number, of sizes computed in the graph.</summary>
    internal Value ConstantOfShape(Value sizes, float number, Shape result) =>
        Filled(sizes, Initializer.Of("value", [number], 1), result);

    /// <inheritdoc cref="ConstantOfShape(Value, float, Shape)"/>
    internal Value ConstantOfShape(Value sizes, long number, Shape result) =>
        Filled(sizes, Initializer.Of("value", [number], 1), result);

    /// <inheritdoc cref="ConstantOfShape(Value, float, Shape)"/>
    internal Value ConstantOfShape(Value sizes, bool truth, Shape result) =>
        Filled(sizes, Initializer.Of("value", truth) with { Sizes = [1] }, result);

    /// <summary>Scalars start, start + delta, ... below limit, as a vector.</summary>
    internal Value Range(Value start, Value limit, Value delta, Dimension count)
    {
        var node = Add("Range", start, limit, delta).Takes(start, ElementTypes.Reducible).TakesSame(start, limit).TakesSame(start, delta);
        return node.TakesRank(start, 0).TakesRank(limit, 0).TakesRank(delta, 0).Returns(start.Type, [count]);
    }

    private Value Filled(Value sizes, Initializer number, Shape result) =>
        Add("ConstantOfShape", sizes).Takes(sizes, [ElementType.Int64]).TakesShape(sizes, [result.Count]).With("value", number.ToProto())
            .Returns(number.Type, result);
}
