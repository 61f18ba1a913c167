namespace Seq.Export;

/// <content>Normalization.</content>
public sealed partial class GraphBuilder
{
    /// <summary>eˣ / Σ eˣ along an axis (<c>Softmax</c>).</summary>
    /// <param name="x">Floats.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="GraphBuildException">These are no floats, or there is no such axis.</exception>
    public Value Softmax(Value x, int axis) => Normalized("Softmax", x, axis);

    /// <summary>The logarithm of the softmax along an axis (<c>LogSoftmax</c>).</summary>
    /// <inheritdoc cref="Softmax"/>
    public Value LogSoftmax(Value x, int axis) => Normalized("LogSoftmax", x, axis);

    /// <summary>1 at the first of the largest elements along an axis, 0 elsewhere (<c>Hardmax</c>).</summary>
    /// <inheritdoc cref="Softmax"/>
    public Value Hardmax(Value x, int axis) => Normalized("Hardmax", x, axis);

    /// <summary>The elements divided by their length along an axis (<c>LpNormalization</c>).</summary>
    /// <param name="x">Floats of 32 or 64 bits.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="p">1 for the sum of absolute values, 2 for the Euclidean length.</param>
    /// <exception cref="GraphBuildException">These are no floats, there is no such axis, or p is neither 1 nor 2.</exception>
    public Value LpNormalization(Value x, int axis, int p = 2)
    {
        var node = Add("LpNormalization", x).Takes(x, ElementTypes.Floats);
        node.Axis(axis, x.Rank);
        return p is 1 or 2
            ? node.With("axis", axis).With("p", p).Returns(x.Type, x.Shape)
            : throw node.Fail($"p is {p}; the operator knows 1 and 2.");
    }

    /// <summary>Mean 0 and variance 1 over the last axes, then scaled and shifted (<c>LayerNormalization</c>; Ba et al. 2016, arXiv:1607.06450).</summary>
    /// <param name="x">Floats.</param>
    /// <param name="scale">Broadcasts to x.</param>
    /// <param name="bias">Broadcasts to x; none: 0.</param>
    /// <param name="axis">The first axis that is normalized; negative counts from the end.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="GraphBuildException">Types differ, or scale or bias do not broadcast to x.</exception>
    public Value LayerNormalization(Value x, Value scale, Value? bias = null, int axis = -1, float epsilon = 1e-5f)
    {
        var node = Add("LayerNormalization", x, scale, bias).Takes(x, ElementTypes.Floats);
        node.Axis(axis, x.Rank);
        foreach (var factor in new[] { scale, bias }.OfType<Value>())
        {
            if (!node.TakesSame(x, factor).Broadcast(factor, x.Shape).Fits(x.Shape))
            {
                throw node.Fail($"'{factor.Name}' {factor.Shape} does not broadcast to '{x.Name}' {x.Shape}.");
            }
        }

        return node.With("axis", axis).With("epsilon", epsilon).Returns(x.Type, x.Shape);
    }

    /// <summary>(x − mean) / √(variance + ε) · scale + bias, per channel, with figures that training found (<c>BatchNormalization</c>).</summary>
    /// <param name="x">[batch, channels, …] floats.</param>
    /// <param name="scale">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="mean">[channels].</param>
    /// <param name="variance">[channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="GraphBuildException">Types differ, or a figure does not have one number per channel.</exception>
    public Value BatchNormalization(Value x, Value scale, Value bias, Value mean, Value variance, float epsilon = 1e-5f)
    {
        var node = Add("BatchNormalization", x, scale, bias, mean, variance).Takes(x, ElementTypes.Floats);
        if (x.Rank < 2)
        {
            throw node.Fail($"'{x.Name}' is {x.Shape}; at least [batch, channels] is needed.");
        }

        foreach (var figure in new[] { scale, bias, mean, variance })
        {
            node.TakesSame(x, figure).TakesShape(figure, [x.Shape[1]]);
        }

        return node.With("epsilon", epsilon).Returns(x.Type, x.Shape);
    }

    private Value Normalized(string @operator, Value x, int axis)
    {
        var node = Add(@operator, x).Takes(x, ElementTypes.Floats);
        node.Axis(axis, x.Rank);
        return node.With("axis", axis).Returns(x.Type, x.Shape);
    }
}
