namespace Seq.Export;

/// <content>Element-wise arithmetic; both sides are of one type, shapes broadcast.</content>
public sealed partial class GraphBuilder
{
    /// <summary>left + right (<c>Add</c>).</summary>
    /// <param name="left">Numbers.</param>
    /// <param name="right">Numbers of the same type.</param>
    /// <exception cref="GraphBuildException">Types differ, or the shapes do not broadcast.</exception>
    public Value Add(Value left, Value right) => Arithmetic("Add", left, right, ElementTypes.Numbers);

    /// <summary>left − right (<c>Sub</c>).</summary>
    /// <inheritdoc cref="Add(Value, Value)"/>
    public Value Sub(Value left, Value right) => Arithmetic("Sub", left, right, ElementTypes.Numbers);

    /// <summary>left · right, element by element (<c>Mul</c>).</summary>
    /// <inheritdoc cref="Add(Value, Value)"/>
    public Value Mul(Value left, Value right) => Arithmetic("Mul", left, right, ElementTypes.Numbers);

    /// <summary>left / right; of integers, rounded towards zero (<c>Div</c>).</summary>
    /// <inheritdoc cref="Add(Value, Value)"/>
    public Value Div(Value left, Value right) => Arithmetic("Div", left, right, ElementTypes.Numbers);

    /// <summary>The remainder of a division (<c>Mod</c>): of integers with the sign of the right side, of floats with that of the left.</summary>
    /// <inheritdoc cref="Add(Value, Value)"/>
    public Value Mod(Value left, Value right)
    {
        var node = Add("Mod", left, right).Takes(left, ElementTypes.Numbers).TakesSame(left, right);
        if (ElementTypes.Floats.Contains(left.Type))
        {
            node.With("fmod", 1);
        }

        return node.Returns(left.Type, node.Broadcast(left, right));
    }

    /// <summary>The smaller of two elements (<c>Min</c>).</summary>
    /// <inheritdoc cref="Add(Value, Value)"/>
    public Value Min(Value left, Value right) => Arithmetic("Min", left, right, [.. ElementTypes.Multipliable, .. ElementTypes.Bytes]);

    /// <summary>The larger of two elements (<c>Max</c>).</summary>
    /// <inheritdoc cref="Add(Value, Value)"/>
    public Value Max(Value left, Value right) => Arithmetic("Max", left, right, [.. ElementTypes.Multipliable, .. ElementTypes.Bytes]);

    /// <summary>Base to the power of the exponent (<c>Pow</c>).</summary>
    /// <param name="base">Floats.</param>
    /// <param name="exponent">Floats of the same type.</param>
    /// <exception cref="GraphBuildException">Types differ or are no floats, or the shapes do not broadcast.</exception>
    public Value Pow(Value @base, Value exponent) => Arithmetic("Pow", @base, exponent, ElementTypes.Floats);

    /// <summary>−x (<c>Neg</c>).</summary>
    /// <param name="x">Signed numbers.</param>
    /// <exception cref="GraphBuildException">The type has no sign.</exception>
    public Value Neg(Value x) => Function("Neg", x, ElementTypes.Signed);

    /// <summary>|x| (<c>Abs</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <exception cref="GraphBuildException">These are no numbers.</exception>
    public Value Abs(Value x) => Function("Abs", x, ElementTypes.Numbers);

    /// <summary>−1, 0 or 1 (<c>Sign</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <exception cref="GraphBuildException">These are no numbers.</exception>
    public Value Sign(Value x) => Function("Sign", x, ElementTypes.Numbers);

    /// <summary>x confined to an interval (<c>Clip</c>).</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="min">A scalar of the same type; none: no lower bound.</param>
    /// <param name="max">A scalar of the same type; none: no upper bound.</param>
    /// <exception cref="GraphBuildException">A bound is of another type or no scalar.</exception>
    public Value Clip(Value x, Value? min = null, Value? max = null)
    {
        var node = Add("Clip", x, min, max).Takes(x, [.. ElementTypes.Multipliable, .. ElementTypes.Bytes]);
        foreach (var bound in new[] { min, max }.OfType<Value>())
        {
            node.TakesSame(x, bound).TakesRank(bound, 0);
        }

        return node.Returns(x.Type, x.Shape);
    }

    /// <summary>A copy (<c>Identity</c>).</summary>
    /// <param name="x">Anything.</param>
    public Value Identity(Value x) => Add("Identity", x).Returns(x.Type, x.Shape);

    /// <summary>The elements in another type (<c>Cast</c>): floats to integers cut the fraction, numbers to text are written out.</summary>
    /// <param name="x">Anything.</param>
    /// <param name="type">The type to give.</param>
    public Value Cast(Value x, ElementType type) => Add("Cast", x).With("to", (long)type).Returns(type, x.Shape);

    private Value Arithmetic(string @operator, Value left, Value right, ReadOnlySpan<ElementType> types)
    {
        var node = Add(@operator, left, right).Takes(left, types).TakesSame(left, right);
        return node.Returns(left.Type, node.Broadcast(left, right));
    }

    private Value Function(string @operator, Value x, ReadOnlySpan<ElementType> types) => Add(@operator, x).Takes(x, types).Returns(x.Type, x.Shape);
}
