using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>What is known of a value: element type, and dimensions if these are known.</summary>
/// <param name="Type">A number of <c>TensorProto.DataType</c>.</param>
/// <param name="Shape">Dimensions; null when nothing is known of them.</param>
/// <param name="Numbers">The elements of a small int64 constant.</param>
internal sealed record KnownValue(int Type, Shape? Shape, IReadOnlyList<long>? Numbers = null)
{
    internal static KnownValue? Of(ValueInfoProto value) => value.Type?.TensorType is not { } tensor
        ? null
        : new(tensor.ElemType, tensor.Shape is null ? null : [.. tensor.Shape.Dim.Select(Of)]);

    internal static KnownValue Of(TensorProto tensor) => new(
        tensor.DataType,
        tensor.Dims.Any(size => size < 0) ? null : [.. tensor.Dims.Select(size => new Dimension(size))],
        tensor is { DataType: (int)ElementType.Int64, RawData.Length: > 0 and <= 256 } && tensor.RawData.Length % sizeof(long) == 0
            ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray()
            : tensor is { DataType: (int)ElementType.Int64, Int64Data.Count: > 0 and <= 32 } ? [.. tensor.Int64Data] : null);

    /// <summary>Whether a value may be what is declared.</summary>
    internal bool Fits(KnownValue? declared) => declared is null || (Type == declared.Type && (Shape is null || declared.Shape is null || FitsShape(declared.Shape)));

    public override string ToString() => TypeNames.Element(Type) + (Shape is null ? "" : Shape.ToString());

    // Names of a graph and of one around it need not agree: only sizes are compared.
    private bool FitsShape(Shape declared) =>
        Shape!.Count == declared.Count && Shape.Zip(declared).All(pair => pair.First.Name is not null || pair.Second.Name is not null || pair.First == pair.Second);

    private static Dimension Of(TensorShapeProto.Types.Dimension dimension) => dimension switch
    {
        { HasDimValue: true, DimValue: >= 0 } => new(dimension.DimValue),
        { DimParam.Length: > 0 } => new(dimension.DimParam),
        _ => Shape.Unknown,
    };
}

/// <summary>The values that can be read at a place of a graph, those of the graphs around it included.</summary>
internal sealed class KnownValues(KnownValues? outer)
{
    private readonly Dictionary<string, KnownValue?> _own = new(StringComparer.Ordinal);

    internal bool IsOwn(string name) => _own.ContainsKey(name);

    internal bool IsVisible(string name) => IsOwn(name) || (outer?.IsVisible(name) ?? false);

    /// <summary>What is known of a value; null when that is nothing.</summary>
    internal KnownValue? Find(string name) => _own.TryGetValue(name, out var value) ? value : outer?.Find(name);

    internal bool TryDefine(string name, KnownValue? value) => !(outer?.IsVisible(name) ?? false) && _own.TryAdd(name, value);
}
