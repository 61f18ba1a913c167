using Seq.Model;

namespace Seq.Export;

/// <summary>A window laid over a value: the attributes of the operator, and the shape it gives.</summary>
internal sealed class WindowFit
{
    private readonly Node _node;
    private readonly Value _x;
    private readonly long[] _sizes;
    private readonly long[] _strides;
    private readonly long[] _dilations;
    private readonly long[] _before;
    private readonly long[] _after;

    internal WindowFit(Node node, Value x, Window window)
    {
        (_node, _x) = (node, x);
        if (x.Rank < 3)
        {
            throw node.Fail($"'{x.Name}' is {x.Shape}; at least [batch, channels, length] is needed.");
        }

        _sizes = PerAxis("sizes", window.Sizes, least: 1, none: null);
        _strides = PerAxis("strides", window.Strides, least: 1, none: 1);
        _dilations = PerAxis("dilations", window.Dilations, least: 1, none: 1);
        _before = PerAxis("padding before", window.PadBefore, least: 0, none: 0);
        _after = PerAxis("padding after", window.PadAfter, least: 0, none: 0);
    }

    internal void Write(bool dilations)
    {
        _node.With("kernel_shape", _sizes).With("strides", _strides).With("pads", [.. _before, .. _after]);
        if (dilations)
        {
            _node.With("dilations", _dilations);
        }
    }

    /// <summary>⌊(length + padding − dilation · (window − 1) − 1) / stride⌋ + 1 along each axis.</summary>
    internal Shape Result(Dimension channels) => [_x.Shape[0], channels, .. _x.Shape.Skip(2).Select(Length)];

    private Dimension Length(Dimension length, int axis)
    {
        var covered = (_dilations[axis] * (_sizes[axis] - 1)) + 1;
        var added = _before[axis] + _after[axis];
        if (length.Name is not null)
        {
            return _strides[axis] == 1 && covered == added + 1 ? length : Shape.Unknown;
        }

        return length.Size + added >= covered
            ? new(((length.Size + added - covered) / _strides[axis]) + 1)
            : throw _node.Fail($"the window covers {covered} elements, but axis {axis + 2} of '{_x.Name}' {_x.Shape} has {length} and {added} of padding.");
    }

    private long[] PerAxis(string what, IReadOnlyList<long> given, long least, long? none)
    {
        var axes = _x.Rank - 2;
        if (given.Count == 0 && none is { } number)
        {
            return [.. Enumerable.Repeat(number, axes)];
        }

        return given.Count == axes && given.All(size => size >= least)
            ? [.. given]
            : throw _node.Fail($"the window's {what} ({string.Join(", ", given)}) are not {axes} number(s) from {least} for '{_x.Name}' {_x.Shape}.");
    }
}
