namespace Seq.Export;

/// <content>Activation functions.</content>
public sealed partial class GraphBuilder
{
    /// <summary>The hyperbolic tangent (<c>Tanh</c>).</summary>
    /// <param name="x">Floats.</param>
    /// <exception cref="GraphBuildException">These are no floats.</exception>
    public Value Tanh(Value x) => Function("Tanh", x, ElementTypes.Floats);

    /// <summary>1 / (1 + e⁻ˣ) (<c>Sigmoid</c>).</summary>
    /// <inheritdoc cref="Tanh"/>
    public Value Sigmoid(Value x) => Function("Sigmoid", x, ElementTypes.Floats);

    /// <summary>max(0, x) (<c>Relu</c>).</summary>
    /// <inheritdoc cref="Tanh"/>
    public Value Relu(Value x) => Function("Relu", x, ElementTypes.Floats);

    /// <summary>x if x ≥ 0, else α x (<c>LeakyRelu</c>).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <param name="alpha">α.</param>
    /// <exception cref="GraphBuildException">These are no 32-bit floats.</exception>
    public Value LeakyRelu(Value x, float alpha = 0.01f) => Activation("LeakyRelu", x).With("alpha", alpha).Returns(x.Type, x.Shape);

    /// <summary>x if x ≥ 0, else α (eˣ − 1) (<c>Elu</c>).</summary>
    /// <inheritdoc cref="LeakyRelu"/>
    public Value Elu(Value x, float alpha = 1f) => Activation("Elu", x).With("alpha", alpha).Returns(x.Type, x.Shape);

    /// <summary>max(0, x) + min(0, α (e^(x / α) − 1)) (<c>Celu</c>).</summary>
    /// <inheritdoc cref="LeakyRelu"/>
    public Value Celu(Value x, float alpha = 1f) => Activation("Celu", x).With("alpha", alpha).Returns(x.Type, x.Shape);

    /// <summary>γ x if x &gt; 0, else γ α (eˣ − 1), with the constants of Klambauer et al. 2017 (<c>Selu</c>).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <exception cref="GraphBuildException">These are no 32-bit floats.</exception>
    public Value Selu(Value x) => Activation("Selu", x).Returns(x.Type, x.Shape);

    /// <summary>ln(1 + eˣ) (<c>Softplus</c>).</summary>
    /// <inheritdoc cref="Selu"/>
    public Value Softplus(Value x) => Activation("Softplus", x).Returns(x.Type, x.Shape);

    /// <summary>x / (1 + |x|) (<c>Softsign</c>).</summary>
    /// <inheritdoc cref="Selu"/>
    public Value Softsign(Value x) => Activation("Softsign", x).Returns(x.Type, x.Shape);

    /// <summary>max(0, min(1, α x + β)) (<c>HardSigmoid</c>).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <exception cref="GraphBuildException">These are no 32-bit floats.</exception>
    public Value HardSigmoid(Value x, float alpha = 0.2f, float beta = 0.5f) =>
        Activation("HardSigmoid", x).With("alpha", alpha).With("beta", beta).Returns(x.Type, x.Shape);

    /// <summary>x · max(0, min(1, x / 6 + 1/2)) (<c>HardSwish</c>).</summary>
    /// <inheritdoc cref="Selu"/>
    public Value HardSwish(Value x) => Activation("HardSwish", x).Returns(x.Type, x.Shape);

    /// <summary>x if x ≥ 0, else slope · x, with a slope that is learned (<c>PRelu</c>).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <param name="slope">32-bit floats that broadcast to x.</param>
    /// <exception cref="GraphBuildException">Types differ, or the slope does not broadcast to x.</exception>
    public Value PRelu(Value x, Value slope)
    {
        var node = Add("PRelu", x, slope).Takes(x, ElementTypes.Single).TakesSame(x, slope);
        return node.Broadcast(slope, x.Shape).Fits(x.Shape)
            ? node.Returns(x.Type, x.Shape)
            : throw node.Fail($"the slope '{slope.Name}' {slope.Shape} does not broadcast to '{x.Name}' {x.Shape}.");
    }

    /// <summary>x · tanh(ln(1 + eˣ)) (<c>Mish</c>, from opset 18 on).</summary>
    /// <param name="x">32-bit floats.</param>
    /// <exception cref="GraphBuildException">These are no 32-bit floats, or the opset is older.</exception>
    public Value Mish(Value x) => Activation("Mish", x).Returns(x.Type, x.Shape);

    /// <summary>x · Φ(x), Φ the distribution function of the normal distribution: composed, for the operator exists from opset 20 on only.</summary>
    /// <remarks>½ x (1 + erf(x / √2)); source: Hendrycks and Gimpel 2016 (arXiv:1606.08415).</remarks>
    /// <param name="x">32-bit floats.</param>
    /// <exception cref="GraphBuildException">These are no 32-bit floats.</exception>
    public Value Gelu(Value x)
    {
        using var scope = Scope("gelu");
        var inner = Erf(Mul(x, Constant(MathF.Sqrt(0.5f))));
        return Mul(Mul(x, Constant(0.5f)), Add(inner, Constant(1f)));
    }

    /// <summary>x · sigmoid(x), composed.</summary>
    /// <param name="x">32-bit or 64-bit floats.</param>
    /// <exception cref="GraphBuildException">These are no floats.</exception>
    public Value Silu(Value x) => Mul(x, Sigmoid(x));

    private Node Activation(string @operator, Value x) => Add(@operator, x).Takes(x, ElementTypes.Single);
}
