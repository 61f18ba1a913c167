namespace Seq.Model;

/// <summary>A tensor of a safetensors file.</summary>
public sealed record SafetensorsEntry
{
    /// <summary>The tensor's name.</summary>
    public required string Name { get; init; }

    /// <summary>The element type.</summary>
    public required TensorType Type { get; init; }

    /// <summary>The dimensions, row-major; empty for a scalar.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Number of elements.</summary>
    public required long ElementCount { get; init; }

    /// <summary>Where the data begins, counted from the end of the header.</summary>
    public required long Begin { get; init; }

    /// <summary>Size of the data in bytes.</summary>
    internal long ByteCount => ElementCount * Type.ByteSize();

    /// <summary>The shape as text: <c>[48, 8]</c>.</summary>
    public string ShapeText => "[" + string.Join(", ", Shape) + "]";
}
