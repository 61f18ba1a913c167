namespace Seq.Export;

/// <content>Eight-bit numbers: q = round(x / scale) + zero point.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Floats as 8-bit integers (<c>QuantizeLinear</c>).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <param name="scale">A scalar, or one number per slice of the axis.</param>
    /// <param name="zeroPoint">int8 or uint8, shaped as the scale: what 0 becomes; its type is that of the result.</param>
    /// <param name="axis">The axis that a vector of scales belongs to.</param>
    /// <exception cref="GraphBuildException">Types or shapes do not fit.</exception>
    public Value QuantizeLinear(Value x, Value scale, Value zeroPoint, int axis = 1)
    {
        var node = Add("QuantizeLinear", x, scale, zeroPoint).Takes(x, ElementTypes.Single).TakesSame(x, scale).Takes(zeroPoint, ElementTypes.Bytes);
        Scales(node, x, scale, zeroPoint, axis);
        return node.Returns(zeroPoint.Type, x.Shape);
    }

    /// <summary>8-bit integers as floats: (q − zero point) · scale (<c>DequantizeLinear</c>).</summary>
    /// <param name="q">int8, uint8 or int32.</param>
    /// <param name="scale">32-bit floats: a scalar, or one number per slice of the axis.</param>
    /// <param name="zeroPoint">Of the type of q, shaped as the scale; none: 0.</param>
    /// <param name="axis">The axis that a vector of scales belongs to.</param>
    /// <exception cref="GraphBuildException">Types or shapes do not fit.</exception>
    public Value DequantizeLinear(Value q, Value scale, Value? zeroPoint = null, int axis = 1)
    {
        var node = Add("DequantizeLinear", q, scale, zeroPoint).Takes(q, [.. ElementTypes.Bytes, ElementType.Int32]).Takes(scale, ElementTypes.Single);
        if (zeroPoint is not null)
        {
            node.TakesSame(q, zeroPoint);
        }

        Scales(node, q, scale, zeroPoint, axis);
        return node.Returns(scale.Type, q.Shape);
    }

    /// <summary>Floats as 8-bit integers, with a scale that their own range gives (<c>DynamicQuantizeLinear</c>).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <returns>uint8 shaped as x; the scale, a float scalar; the zero point, a uint8 scalar.</returns>
    /// <exception cref="GraphBuildException">These are no 32-bit floats.</exception>
    public (Value Quantized, Value Scale, Value ZeroPoint) DynamicQuantizeLinear(Value x)
    {
        var node = Add("DynamicQuantizeLinear", x).Takes(x, ElementTypes.Single);
        return (node.Returns("quantized", ElementType.UInt8, x.Shape), node.Returns("scale", ElementType.Float32, []), node.Returns("zero_point", ElementType.UInt8, []));
    }

    /// <summary>Product of 8-bit matrices in 32-bit integers, zero points taken off first (<c>MatMulInteger</c>).</summary>
    /// <param name="left">[…, rows, inner], int8 or uint8.</param>
    /// <param name="right">[…, inner, columns], int8 or uint8.</param>
    /// <param name="leftZeroPoint">A scalar of the left type; none: 0.</param>
    /// <param name="rightZeroPoint">A scalar of the right type, or one number per column; none: 0.</param>
    /// <returns>int32 […, rows, columns].</returns>
    /// <exception cref="GraphBuildException">Types or shapes do not fit.</exception>
    public Value MatMulInteger(Value left, Value right, Value? leftZeroPoint = null, Value? rightZeroPoint = null)
    {
        var node = Add("MatMulInteger", left, right, leftZeroPoint, rightZeroPoint).Takes(left, ElementTypes.Bytes).Takes(right, ElementTypes.Bytes);
        if (leftZeroPoint is not null)
        {
            node.TakesSame(left, leftZeroPoint).TakesRank(leftZeroPoint, 0);
        }

        if (rightZeroPoint is not null)
        {
            node.TakesSame(right, rightZeroPoint);
        }

        return node.Returns(ElementType.Int32, ProductShape(node, left, right));
    }

    private static void Scales(Node node, Value x, Value scale, Value? zeroPoint, int axis)
    {
        node.TakesShape(zeroPoint, scale.Shape);
        if (scale.Rank > 0)
        {
            node.TakesShape(scale, [x.Shape[node.Axis(axis, x.Rank)]]).With("axis", axis);
        }
    }
}
