namespace Seq.Export;

/// <content>Operators on bits; those but the shifts exist from opset 18 on.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Bits that both sides have (<c>BitwiseAnd</c>).</summary>
    /// <param name="left">Integers.</param>
    /// <param name="right">Integers of the same type.</param>
    /// <exception cref="GraphBuildException">Types differ or are no integers, the shapes do not broadcast, or the opset is older.</exception>
    public Value BitwiseAnd(Value left, Value right) => Arithmetic("BitwiseAnd", left, right, ElementTypes.Integers);

    /// <summary>Bits that either side has (<c>BitwiseOr</c>).</summary>
    /// <inheritdoc cref="BitwiseAnd"/>
    public Value BitwiseOr(Value left, Value right) => Arithmetic("BitwiseOr", left, right, ElementTypes.Integers);

    /// <summary>Bits that one side has (<c>BitwiseXor</c>).</summary>
    /// <inheritdoc cref="BitwiseAnd"/>
    public Value BitwiseXor(Value left, Value right) => Arithmetic("BitwiseXor", left, right, ElementTypes.Integers);

    /// <summary>All bits turned over (<c>BitwiseNot</c>).</summary>
    /// <param name="x">Integers.</param>
    /// <exception cref="GraphBuildException">These are no integers, or the opset is older.</exception>
    public Value BitwiseNot(Value x) => Function("BitwiseNot", x, ElementTypes.Integers);

    /// <summary>Bits moved to the right, zeros following from the left (<c>BitShift</c>).</summary>
    /// <param name="x">Unsigned integers of 8, 32 or 64 bits.</param>
    /// <param name="bits">By how many bits; of the same type.</param>
    /// <exception cref="GraphBuildException">Types differ or are signed, or the shapes do not broadcast.</exception>
    public Value ShiftRight(Value x, Value bits) => Shift("RIGHT", x, bits);

    /// <summary>Bits moved to the left, zeros following from the right (<c>BitShift</c>).</summary>
    /// <inheritdoc cref="ShiftRight"/>
    public Value ShiftLeft(Value x, Value bits) => Shift("LEFT", x, bits);

    private Value Shift(string direction, Value x, Value bits)
    {
        var node = Add("BitShift", x, bits).Takes(x, ElementTypes.Unsigned).TakesSame(x, bits).With("direction", direction);
        return node.Returns(x.Type, node.Broadcast(x, bits));
    }
}
