using System.Globalization;
using Seq.Model;

namespace Seq.Export;

/// <content>Joining, cutting and padding.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Tensors one after the other along an axis (<c>Concat</c>).</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="parts">At least one; of one type, and alike but along the axis.</param>
    /// <exception cref="GraphBuildException">Types or other dimensions differ.</exception>
    public Value Concat(int axis, params ReadOnlySpan<Value> parts)
    {
        var node = Add("Concat", parts.ToArray());
        if (parts.IsEmpty)
        {
            throw node.Fail("there is nothing to join; give at least one value.");
        }

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

    /// <summary>Cuts an axis into parts of the given sizes (<c>Split</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="sizes">The sizes of the parts.</param>
    /// <exception cref="GraphBuildException">There is no such axis, or the parts do not add up to it.</exception>
    public Value[] Split(Value x, int axis, params long[] sizes)
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

    /// <summary>Elements from <paramref name="start"/> up to, not including, <paramref name="end"/> of an axis (<c>Slice</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="start">The first element; negative counts from the end.</param>
    /// <param name="end">The element after the last; negative counts from the end, <see cref="long.MaxValue"/> is the end.</param>
    /// <exception cref="GraphBuildException">There is no such axis.</exception>
    public Value Slice(Value x, int axis, long start, long end)
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

    /// <summary>Elements of an axis between places computed in the graph (<c>Slice</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="start">int64 [1]: the first element; negative counts from the end.</param>
    /// <param name="end">int64 [1]: the element after the last.</param>
    /// <param name="count">How many these are, as far as it is known.</param>
    /// <exception cref="GraphBuildException">There is no such axis, or a place is no int64 [1].</exception>
    public Value Slice(Value x, int axis, Value start, Value end, Dimension count)
    {
        var node = Add("Slice", x, start, end, Vector(axis));
        node.Takes(start, ElementTypes.Long).TakesShape(start, [1]).Takes(end, ElementTypes.Long).TakesShape(end, [1]);
        return node.Returns(x.Type, x.Shape.With(node.Axis(axis, x.Rank), count));
    }

    /// <summary>Every so many elements of an axis, or its elements from the end to the start (<c>Slice</c>).</summary>
    /// <param name="x">Anything.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="step">1 or more takes every so many from the first on; −1 or less from the last back.</param>
    /// <exception cref="GraphBuildException">There is no such axis, or the step is 0.</exception>
    public Value Stride(Value x, int axis, long step)
    {
        var (start, end) = step > 0 ? (0, long.MaxValue) : (-1L, long.MinValue + 1);
        var node = Add("Slice", x, Vector(start), Vector(end), Vector(axis), Vector(step));
        var place = node.Axis(axis, x.Rank);
        if (step == 0)
        {
            throw node.Fail("the step is 0; take at least 1, or −1 to go backwards.");
        }

        var size = x.Shape[place];
        var width = Math.Abs(step);
        return node.Returns(x.Type, x.Shape.With(place, size.Name is null ? new((size.Size + width - 1) / width) : width == 1 ? size : Shape.Unknown));
    }

    /// <summary>Adds elements at the edges of axes (<c>Pad</c>).</summary>
    /// <param name="x">Anything but text.</param>
    /// <param name="before">For each axis how many before its first element.</param>
    /// <param name="after">For each axis how many after its last element.</param>
    /// <param name="mode">What the new elements are.</param>
    /// <param name="number">A scalar of the same type that new elements are; none: 0. Only with <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="GraphBuildException">There is not one number from 0 per axis, or the type has no such kernel.</exception>
    public Value Pad(Value x, IReadOnlyList<long> before, IReadOnlyList<long> after, PadMode mode = PadMode.Constant, Value? number = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var node = Add("Pad", x, Vector([.. before, .. after]), number).Takes(x, ElementTypes.Paddable);
        if (before.Count != x.Rank || after.Count != x.Rank || before.Concat(after).Any(count => count < 0))
        {
            throw node.Fail($"({string.Join(", ", before)}) and ({string.Join(", ", after)}) are not a number from 0 for each axis of '{x.Name}' {x.Shape}.");
        }

        if (number is not null)
        {
            node.TakesSame(x, number).TakesRank(number, 0);
        }

        node.With("mode", mode.ToString().ToLowerInvariant());
        return node.Returns(x.Type, [.. x.Shape.Select((size, axis) => (size, Added: before[axis] + after[axis]))
            .Select(pair => pair.Added == 0 ? pair.size : pair.size.Name is null ? new(pair.size.Size + pair.Added) : Shape.Unknown)]);
    }
}

/// <summary>What <see cref="GraphBuilder.Pad"/> adds.</summary>
public enum PadMode
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The elements near the edge, mirrored; the edge itself is not repeated.</summary>
    Reflect,

    /// <summary>The element at the edge, repeated.</summary>
    Edge,
}
