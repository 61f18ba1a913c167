namespace Seq.Export;

/// <content>Functions of one number, element by element.</content>
public sealed partial class GraphBuilder
{
    /// <summary>e to the power of x (<c>Exp</c>).</summary>
    /// <param name="x">Floats.</param>
    /// <exception cref="GraphBuildException">The type has no such kernel.</exception>
    public Value Exp(Value x) => Function("Exp", x, ElementTypes.Floats);

    /// <summary>The natural logarithm (<c>Log</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Log(Value x) => Function("Log", x, ElementTypes.Floats);

    /// <summary>The square root (<c>Sqrt</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Sqrt(Value x) => Function("Sqrt", x, ElementTypes.Floats);

    /// <summary>1 / x (<c>Reciprocal</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Reciprocal(Value x) => Function("Reciprocal", x, ElementTypes.Floats);

    /// <summary>The next integer below (<c>Floor</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Floor(Value x) => Function("Floor", x, ElementTypes.Floats);

    /// <summary>The next integer above (<c>Ceil</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Ceil(Value x) => Function("Ceil", x, ElementTypes.Floats);

    /// <summary>The nearest integer; halves go to the even one (<c>Round</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Round(Value x) => Function("Round", x, ElementTypes.Floats);

    /// <summary>The sine (<c>Sin</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Sin(Value x) => Function("Sin", x, ElementTypes.Floats);

    /// <summary>The cosine (<c>Cos</c>).</summary>
    /// <inheritdoc cref="Exp"/>
    public Value Cos(Value x) => Function("Cos", x, ElementTypes.Floats);

    /// <summary>The tangent (<c>Tan</c>).</summary>
    /// <param name="x">32-bit floats: ONNX Runtime has no other kernel.</param>
    /// <exception cref="GraphBuildException">The type has no such kernel.</exception>
    public Value Tan(Value x) => Function("Tan", x, ElementTypes.Single);

    /// <summary>The arc sine (<c>Asin</c>).</summary>
    /// <inheritdoc cref="Tan"/>
    public Value Asin(Value x) => Function("Asin", x, ElementTypes.Single);

    /// <summary>The arc cosine (<c>Acos</c>).</summary>
    /// <inheritdoc cref="Tan"/>
    public Value Acos(Value x) => Function("Acos", x, ElementTypes.Single);

    /// <summary>The arc tangent (<c>Atan</c>).</summary>
    /// <inheritdoc cref="Tan"/>
    public Value Atan(Value x) => Function("Atan", x, ElementTypes.Single);

    /// <summary>The hyperbolic sine (<c>Sinh</c>).</summary>
    /// <inheritdoc cref="Tan"/>
    public Value Sinh(Value x) => Function("Sinh", x, ElementTypes.Single);

    /// <summary>The hyperbolic cosine (<c>Cosh</c>).</summary>
    /// <inheritdoc cref="Tan"/>
    public Value Cosh(Value x) => Function("Cosh", x, ElementTypes.Single);

    /// <summary>The error function (<c>Erf</c>).</summary>
    /// <inheritdoc cref="Tan"/>
    public Value Erf(Value x) => Function("Erf", x, ElementTypes.Single);

    /// <summary>Whether a float is not a number (<c>IsNaN</c>).</summary>
    /// <param name="x">Floats.</param>
    /// <exception cref="GraphBuildException">These are no floats.</exception>
    public Value IsNaN(Value x) => Add("IsNaN", x).Takes(x, ElementTypes.Floats).Returns(ElementType.Bool, x.Shape);

    /// <summary>Whether a float is +∞ or −∞ (<c>IsInf</c>).</summary>
    /// <param name="x">Floats of 32 or 64 bits.</param>
    /// <exception cref="GraphBuildException">These are no such floats.</exception>
    public Value IsInf(Value x) => Add("IsInf", x).Takes(x, [ElementType.Float32, ElementType.Float64]).Returns(ElementType.Bool, x.Shape);
}
