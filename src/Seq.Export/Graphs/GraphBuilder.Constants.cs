using Seq.Model;

namespace Seq.Export;

/// <content>Weights and constants.</content>
public sealed partial class GraphBuilder
{
    /// <summary>A weight. It belongs to the outermost graph, so that nested ones share it; asked for twice, it is one.</summary>
    /// <param name="data">The tensor.</param>
    public Value Weight(Initializer data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return _parent is not null ? _parent.Weight(data) : AddInitializer(data.Name, () => data);
    }

    /// <summary>A constant scalar.</summary>
    /// <param name="value">The number.</param>
    public Value Constant(float value) => Constant(FormattableString.Invariant($"float_{value:R}"), name => Initializer.Of(name, [value], []));

    /// <inheritdoc cref="Constant(float)"/>
    public Value Constant(long value) => Constant(FormattableString.Invariant($"int64_{value}"), name => Initializer.Of(name, [value], []));

    /// <inheritdoc cref="Constant(float)"/>
    public Value Constant(double value) => Constant(FormattableString.Invariant($"double_{value:R}"), name => Initializer.Of(name, [value], []));

    /// <inheritdoc cref="Constant(float)"/>
    public Value Constant(uint value) => Constant(FormattableString.Invariant($"uint32_{value}"), name => Initializer.Of(name, [value], []));

    /// <inheritdoc cref="Constant(float)"/>
    public Value Constant(bool value) => Constant(value ? "true" : "false", name => Initializer.Of(name, value));

    /// <summary>A constant text, a scalar.</summary>
    /// <param name="text">The text.</param>
    public Value Constant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var texts = _initializers.Values.FirstOrDefault(entry => entry.Data is { Texts: [var known], Sizes.Count: 0 } && known == text).Value;
        return texts ?? AddInitializer(NewName("constant/text"), name => Initializer.Of(name, [text], []));
    }

    /// <summary>A constant int64 vector.</summary>
    /// <param name="values">The numbers.</param>
    public Value Vector(params long[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Constant("int64s_" + string.Join('_', values), name => Initializer.Of(name, values, values.Length));
    }

    private Value Vector(IEnumerable<int> values) => Vector([.. values.Select(value => (long)value)]);

    // Constants stay in the graph that uses them: shape inference of other runtimes does not look outside a loop's body.
    private Value Constant(string name, Func<string, Initializer> create)
    {
        var full = $"{_prefix}constant/{name}";
        return AddInitializer(full, () => create(full));
    }

    private Value AddInitializer(string unique, Func<string, Initializer> create)
    {
        var data = create(unique);
        var value = new Value(this, unique, data.Type, ShapeOf(data));
        _initializers.Add(unique, (value, data));
        return value;
    }

    private Value AddInitializer(string name, Func<Initializer> create)
    {
        if (!_initializers.TryGetValue(name, out var entry))
        {
            var data = create();
            var value = new Value(this, _names.Exact(name), data.Type, ShapeOf(data));
            _initializers.Add(name, entry = (value, data));
        }

        return entry.Value;
    }

    private static Shape ShapeOf(Initializer data) => [.. data.Sizes.Select(size => new Dimension(size))];
}
