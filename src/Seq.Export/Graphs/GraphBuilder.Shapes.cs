using Seq.Model;

namespace Seq.Export;

/// <content>Other shapes for the same elements, and tensors of computed sizes.</content>
public sealed partial class GraphBuilder
{
    /// <summary>The axes in another order (<c>Transpose</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="order">For each axis of the result, the axis of x.</param>
    /// <exception cref="GraphBuildException">This does not name every axis once.</exception>
    public Value Transpose(Value x, params int[] order)
    {
        var node = Add("Transpose", x);
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
        {
            throw node.Fail($"({string.Join(", ", order)}) is not an order of the {x.Rank} axes of '{x.Name}' {x.Shape}.");
        }

        return node.With("perm", order).Returns(x.Type, [.. order.Select(axis => x.Shape[axis])]);
    }

    /// <summary>Reshapes to known sizes (<c>Reshape</c>). At most one dimension may vary, besides those that stay at their axis.</summary>
    /// <param name="x">Anything.</param>
    /// <param name="result">The dimensions to give.</param>
    /// <exception cref="GraphBuildException">More dimensions vary, or the number of elements differs.</exception>
    public Value Reshape(Value x, Shape result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var sizes = result.Select((dimension, axis) =>
            dimension.Name is null ? dimension.Size : axis < x.Rank && x.Shape[axis] == dimension && dimension != Shape.Unknown ? 0 : -1).ToArray();
        var node = Add("Reshape", x, Vector(sizes));
        if (sizes.Count(size => size == -1) > 1)
        {
            throw node.Fail($"'{x.Name}' {x.Shape} cannot become {result}: more than one dimension would have to be found out; give the shape as a value.");
        }

        if (x.Shape.ElementCount is { } before && result.ElementCount is { } after && before != after)
        {
            throw node.Fail($"'{x.Name}' {x.Shape} and {result} differ in their number of elements.");
        }

        return node.Returns(x.Type, result);
    }

    /// <summary>Reshapes to sizes computed in the graph; a size of 0 is 0 (<c>Reshape</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="sizes">int64 [rank].</param>
    /// <param name="result">The dimensions, as far as they are known.</param>
    /// <exception cref="GraphBuildException">The sizes are no int64 vector of that rank.</exception>
    public Value Reshape(Value x, Value sizes, Shape result) =>
        Add("Reshape", x, sizes).Takes(sizes, ElementTypes.Long).TakesShape(sizes, [result.Count]).With("allowzero", 1).Returns(x.Type, result);

    /// <summary>Joins all axes before one, and all from it on (<c>Flatten</c>): a matrix.</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">The first axis of the second half, 0 to the number of axes.</param>
    /// <exception cref="GraphBuildException">There is no such axis.</exception>
    public Value Flatten(Value x, int axis = 1)
    {
        var node = Add("Flatten", x);
        if (axis < 0 || axis > x.Rank)
        {
            throw node.Fail($"axis {axis} does not exist in {x.Rank} dimensions.");
        }

        return node.With("axis", axis).Returns(x.Type, [Product([.. x.Shape.Take(axis)]), Product([.. x.Shape.Skip(axis)])]);
    }

    /// <summary>Adds an axis of size 1 (<c>Unsqueeze</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">Where; counts in the result, negative from its end.</param>
    /// <exception cref="GraphBuildException">The result has no such axis.</exception>
    public Value Unsqueeze(Value x, int axis)
    {
        var node = Add("Unsqueeze", x, Vector(axis));
        return node.Returns(x.Type, x.Shape.Insert(node.Axis(axis, x.Rank + 1), 1));
    }

    /// <summary>Removes an axis of size 1 (<c>Squeeze</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="GraphBuildException">There is no such axis, or its size is not 1.</exception>
    public Value Squeeze(Value x, int axis)
    {
        var node = Add("Squeeze", x, Vector(axis));
        var place = node.Axis(axis, x.Rank);
        return Shape.Fits(x.Shape[place], 1)
            ? node.Returns(x.Type, x.Shape.Without(place))
            : throw node.Fail($"axis {axis} of '{x.Name}' {x.Shape} has size {x.Shape[place]}, not 1.");
    }

    /// <summary>Repeats axes of size 1 up to sizes computed in the graph (<c>Expand</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="sizes">int64 [rank].</param>
    /// <param name="result">The sizes, as far as they are known.</param>
    /// <exception cref="GraphBuildException">The sizes are no int64 vector of that rank, or x does not broadcast to them.</exception>
    public Value Expand(Value x, Value sizes, Shape result)
    {
        var node = Add("Expand", x, sizes).Takes(sizes, ElementTypes.Long).TakesShape(sizes, [result.Count]);
        return node.Returns(x.Type, node.Broadcast(x, result));
    }

    /// <summary>Repeats the whole tensor along each axis (<c>Tile</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="times">For each axis how often.</param>
    /// <exception cref="GraphBuildException">There is not one number per axis, or one is negative.</exception>
    public Value Tile(Value x, params long[] times)
    {
        var node = Add("Tile", x, Vector(times));
        if (times.Length != x.Rank || times.Any(time => time < 0))
        {
            throw node.Fail($"({string.Join(", ", times)}) is not a number from 0 for each axis of '{x.Name}' {x.Shape}.");
        }

        return node.Returns(x.Type, [.. x.Shape.Zip(times, (size, time) => time == 1 ? size : size.Name is null ? new(size.Size * time) : Shape.Unknown)]);
    }

    /// <summary>int64 vector of the sizes of some axes (<c>Shape</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="start">The first axis.</param>
    /// <param name="end">The axis after the last.</param>
    /// <exception cref="GraphBuildException">There are no such axes.</exception>
    public Value SizesOf(Value x, int start, int end)
    {
        var node = Add("Shape", x);
        return start >= 0 && start < end && end <= x.Rank
            ? node.With("start", start).With("end", end).Returns(ElementType.Int64, [end - start])
            : throw node.Fail($"'{x.Name}' {x.Shape} has no axes from {start} to {end}.");
    }

    /// <summary>int64 scalar: the number of elements (<c>Size</c>).</summary>
    /// <param name="x">Anything.</param>
    public Value CountOf(Value x) => Add("Size", x).Returns(ElementType.Int64, []);

    /// <summary>A tensor of one number, of sizes computed in the graph (<c>ConstantOfShape</c>).</summary>
    /// <param name="sizes">int64 [rank].</param>
    /// <param name="number">The number.</param>
    /// <param name="result">The dimensions, as far as they are known.</param>
    /// <exception cref="GraphBuildException">The sizes are no int64 vector of that rank.</exception>
    public Value ConstantOfShape(Value sizes, float number, Shape result) =>
        Filled(sizes, Initializer.Of("value", [number], 1), result);

    /// <inheritdoc cref="ConstantOfShape(Value, float, Shape)"/>
    public Value ConstantOfShape(Value sizes, long number, Shape result) =>
        Filled(sizes, Initializer.Of("value", [number], 1), result);

    /// <summary>A tensor of one truth value, of sizes computed in the graph (<c>ConstantOfShape</c>).</summary>
    /// <param name="sizes">int64 [rank].</param>
    /// <param name="truth">The truth value.</param>
    /// <param name="result">The dimensions, as far as they are known.</param>
    /// <exception cref="GraphBuildException">The sizes are no int64 vector of that rank.</exception>
    public Value ConstantOfShape(Value sizes, bool truth, Shape result) =>
        Filled(sizes, Initializer.Of("value", truth).WithSizes(1), result);

    /// <summary>start, start + delta, … up to, not including, limit, as a vector (<c>Range</c>).</summary>
    /// <param name="start">A scalar.</param>
    /// <param name="limit">A scalar of the same type.</param>
    /// <param name="delta">A scalar of the same type.</param>
    /// <param name="count">How many these are, as far as it is known.</param>
    /// <exception cref="GraphBuildException">Types differ or have no such kernel, or one is no scalar.</exception>
    public Value Range(Value start, Value limit, Value delta, Dimension count)
    {
        var node = Add("Range", start, limit, delta).Takes(start, ElementTypes.Reducible).TakesSame(start, limit).TakesSame(start, delta);
        return node.TakesRank(start, 0).TakesRank(limit, 0).TakesRank(delta, 0).Returns(start.Type, [count]);
    }

    /// <summary>The upper or lower triangle of matrices, 0 elsewhere (<c>Trilu</c>).</summary>
    /// <param name="x">[…, rows, columns].</param>
    /// <param name="upper">The upper triangle; otherwise the lower one.</param>
    /// <param name="diagonal">Where the triangle begins: 0 is the main diagonal, 1 the one above it.</param>
    /// <exception cref="GraphBuildException">These are no matrices, or the type has no such kernel.</exception>
    public Value Trilu(Value x, bool upper, long diagonal = 0)
    {
        var node = Add("Trilu", x, Constant(diagonal)).Takes(x, [.. ElementTypes.Reducible, ElementType.Bool]);
        return x.Rank >= 2
            ? node.With("upper", upper ? 1 : 0).Returns(x.Type, x.Shape)
            : throw node.Fail($"'{x.Name}' is {x.Shape}; at least 2 dimensions are needed.");
    }

    private Value Filled(Value sizes, Initializer number, Shape result) =>
        Add("ConstantOfShape", sizes).Takes(sizes, ElementTypes.Long).TakesShape(sizes, [result.Count]).With("value", number.ToProto())
            .Returns(number.Type, result);

    private static Dimension Product(Shape part) => part.ElementCount is { } count ? new(count) : part.Count == 1 ? part[0] : Shape.Unknown;
}
