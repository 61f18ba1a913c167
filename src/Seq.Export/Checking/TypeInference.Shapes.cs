using Seq.Model;

namespace Seq.Export;

/// <content>Operators that change shapes.</content>
internal sealed partial class TypeInference
{
    private KnownValue? MatMul(int? type)
    {
        if (type is not { } known || _inputs[0]?.Shape is not { Count: >= 2 } left || _inputs[1]?.Shape is not { Count: >= 2 } right)
        {
            return type is { } only ? new(only, null) : null;
        }

        if (!MayBeEqual(left[^1], right[^2]))
        {
            _report($"'{_node.Input[0]}' {left} has {left[^1]} columns, but '{_node.Input[1]}' {right} has {right[^2]} rows.");
            return null;
        }

        var batch = BroadcastFixed([.. left.SkipLast(2)], [.. right.SkipLast(2)]);
        return new(known, batch is null ? null : [.. batch, left[^2], right[^1]]);
    }

    private KnownValue? Gemm(int? type)
    {
        if (type is not { } known || _inputs[0]?.Shape is not { Count: 2 } left || _inputs[1]?.Shape is not { Count: 2 } right)
        {
            return type is { } only ? new(only, null) : null;
        }

        var (rows, inner) = Number("transA", 0) == 0 ? (left[0], left[1]) : (left[1], left[0]);
        var (depth, columns) = Number("transB", 0) == 0 ? (right[0], right[1]) : (right[1], right[0]);
        if (MayBeEqual(inner, depth))
        {
            return new(known, [rows, columns]);
        }

        _report($"'{_node.Input[0]}' {left} and '{_node.Input[1]}' {right} cannot be multiplied: {inner} against {depth}.");
        return null;
    }

    private KnownValue? Transpose()
    {
        if (_inputs[0] is not { Shape: { } shape } x)
        {
            return _inputs[0];
        }

        var order = Attribute("perm")?.Ints.Select(axis => (int)axis).ToArray() ?? [.. Enumerable.Range(0, shape.Count).Reverse()];
        if (order.Order().SequenceEqual(Enumerable.Range(0, shape.Count)))
        {
            return new(x.Type, [.. order.Select(axis => shape[axis])]);
        }

        _report($"({string.Join(", ", order)}) is not an order of the {shape.Count} axes of '{_node.Input[0]}' {shape}.");
        return null;
    }

    private KnownValue? Gather()
    {
        if (_inputs[0] is not { Shape: { } shape } x || _inputs[1]?.Shape is not { } indices)
        {
            return _inputs[0] is { } only ? new(only.Type, null) : null;
        }

        return Axis(Number("axis", 0), shape.Count) is { } axis ? new(x.Type, [.. shape.Take(axis), .. indices, .. shape.Skip(axis + 1)]) : null;
    }

    private KnownValue? Concat()
    {
        var type = Same([.. Enumerable.Range(0, _inputs.Count)]);
        if (type is not { } known || _inputs.Any(input => input?.Shape is null))
        {
            return type is { } only ? new(only, null) : null;
        }

        var first = _inputs[0]!.Shape!;
        if (Axis(Number("axis", 0), first.Count) is not { } axis)
        {
            return null;
        }

        Dimension sum = 0;
        foreach (var shape in _inputs.Select(input => input!.Shape!))
        {
            if (shape.Count != first.Count || shape.Where((size, place) => place != axis && !MayBeEqual(size, first[place])).Any())
            {
                _report($"{first} and {shape} differ elsewhere than along axis {axis}.");
                return null;
            }

            sum = sum.Name is null && shape[axis].Name is null && sum.Size <= long.MaxValue - shape[axis].Size ? new(sum.Size + shape[axis].Size) : Shape.Unknown;
        }

        return new(known, first.With(axis, sum));
    }

    private KnownValue? Reshape()
    {
        if (_inputs[0] is not { } x || _inputs[1]?.Numbers is not { } sizes)
        {
            return _inputs[0] is { } only ? new(only.Type, null) : null;
        }

        Shape result = [.. sizes.Select((size, axis) => size > 0 ? new Dimension(size) : size == 0 && Number("allowzero", 0) == 0 && x.Shape is { } shape && axis < shape.Count ? shape[axis] : Shape.Unknown)];
        if (x.Shape?.ElementCount is { } before && result.ElementCount is { } after && before != after)
        {
            _report($"'{_node.Input[0]}' {x.Shape} and {result} differ in their number of elements.");
            return null;
        }

        return new(x.Type, result);
    }

    private KnownValue? Squeeze(bool removes)
    {
        if (_inputs[0] is not { Shape: { } shape } x || _inputs.Count < 2 || _inputs[1]?.Numbers is not { } axes)
        {
            return _inputs[0] is { } only ? new(only.Type, null) : null;
        }

        if (Axes(axes, removes ? shape.Count : shape.Count + axes.Count) is not { } places)
        {
            return null;
        }

        if (!removes)
        {
            return new(x.Type, places.Order().Aggregate(shape, (result, place) => result.Insert(place, 1)));
        }

        foreach (var wrong in places.Where(place => !MayBeEqual(shape[place], 1)))
        {
            _report($"The axis {wrong} of '{_node.Input[0]}' {shape} has size {shape[wrong]}, not 1.");
            return null;
        }

        return new(x.Type, places.OrderDescending().Aggregate(shape, (result, place) => result.Without(place)));
    }

    private KnownValue SizesOf()
    {
        if (_inputs[0]?.Shape is not { } shape)
        {
            return new((int)ElementType.Int64, [Shape.Unknown]);
        }

        int Place(long axis) => (int)Math.Clamp(axis < 0 ? axis + shape.Count : axis, 0, shape.Count);
        return new((int)ElementType.Int64, [Math.Max(0, Place(Number("end", shape.Count)) - Place(Number("start", 0)))]);
    }

    private KnownValue? Reduce()
    {
        var axes = Attribute("axes")?.Ints.ToList() ?? (_inputs.Count > 1 ? _inputs[1]?.Numbers : null);
        if (_inputs[0] is not { Shape: { } shape } x || axes is null)
        {
            return _inputs[0] is { } only ? new(only.Type, null) : null;
        }

        var keep = Number("keepdims", 1) == 1;
        return Axes(axes, shape.Count) is not { } places ? null
            : new(x.Type, places.OrderDescending().Aggregate(shape, (result, place) => keep ? result.With(place, 1) : result.Without(place)));
    }

    private KnownValue? Place()
    {
        if (_inputs[0]?.Shape is not { } shape)
        {
            return new((int)ElementType.Int64, null);
        }

        return Axis(Number("axis", 0), shape.Count) is not { } axis ? null
            : new((int)ElementType.Int64, Number("keepdims", 1) == 1 ? shape.With(axis, 1) : shape.Without(axis));
    }

    private static bool MayBeEqual(Dimension left, Dimension right) => left.Name is not null || right.Name is not null || left == right;
}
