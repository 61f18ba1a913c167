namespace Seq.Model;

/// <summary>Name and shape of a trained tensor, as PyTorch's <c>state_dict</c> would list it.</summary>
/// <param name="Name">The name, for example <c>encoder.weight_ih_l0</c>.</param>
/// <param name="Shape">The dimensions; row-major.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Product of the dimensions.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The shape as text: <c>[48, 8]</c>.</summary>
    public string ShapeText => "[" + string.Join(", ", Shape) + "]";
}
