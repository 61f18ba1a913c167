namespace Seq.Export;

/// <content>Element-wise arithmetic; shapes broadcast.</content>
internal sealed partial class GraphBuilder
{
    internal Value Add(Value left, Value right) => Arithmetic("Add", left, right);

    internal Value Sub(Value left, Value right) => Arithmetic("Sub", left, right);

    internal Value Mul(Value left, Value right) => Arithmetic("Mul", left, right);

    /// <summary>Quotient; of integers, rounded towards zero.</summary>
    internal Value Div(Value left, Value right) => Arithmetic("Div", left, right);

    internal Value Min(Value left, Value right) => Arithmetic("Min", left, right);

    internal Value Max(Value left, Value right) => Arithmetic("Max", left, right);

    /// <summary>Base to the power of the exponent.</summary>
    internal Value Pow(Value @base, Value exponent)
    {
        var node = Add("Pow", @base, exponent).Takes(@base, ElementTypes.Floats).TakesSame(@base, exponent);
        return node.Returns(@base.Type, node.Broadcast(@base, exponent));
    }

    internal Value BitwiseXor(Value left, Value right)
    {
        var node = Add("BitwiseXor", left, right).Takes(left, ElementTypes.Integers).TakesSame(left, right);
        return node.Returns(left.Type, node.Broadcast(left, right));
    }

    /// <summary>Bits moved to the right, zeros following from the left.</summary>
    internal Value ShiftRight(Value x, Value bits)
    {
        var node = Add("BitShift", x, bits).Takes(x, ElementTypes.Unsigned).TakesSame(x, bits).With("direction", "RIGHT");
        return node.Returns(x.Type, node.Broadcast(x, bits));
    }

    internal Value Tanh(Value x) => Function("Tanh", x);

    internal Value Sigmoid(Value x) => Function("Sigmoid", x);

    internal Value Relu(Value x) => Function("Relu", x);

    internal Value Exp(Value x) => Function("Exp", x);

    internal Value Log(Value x) => Function("Log", x);

    internal Value Identity(Value x) => Add("Identity", x).Returns(x.Type, x.Shape);

    internal Value Cast(Value x, ElementType type) => Add("Cast", x).With("to", (long)type).Returns(type, x.Shape);

    private Value Arithmetic(string @operator, Value left, Value right)
    {
        var node = Add(@operator, left, right).Takes(left, ElementTypes.Numbers).TakesSame(left, right);
        return node.Returns(left.Type, node.Broadcast(left, right));
    }

    private Value Function(string @operator, Value x) => Add(@operator, x).Takes(x, ElementTypes.Floats).Returns(x.Type, x.Shape);
}
