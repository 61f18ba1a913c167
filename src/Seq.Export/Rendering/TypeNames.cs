using System.Globalization;
using Seq.Export.Onnx;
using DataType = Seq.Export.Onnx.TensorProto.Types.DataType;

namespace Seq.Export;

/// <summary>Types as ONNX' textual syntax writes them: <c>float[batch, 3]</c>.</summary>
internal static class TypeNames
{
    internal static string Of(TensorProto tensor) =>
        $"{Element(tensor.DataType)}[{string.Join(", ", tensor.Dims.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    internal static string Of(ValueInfoProto value) => value.Type?.TensorType is not { } type
        ? "?"
        : Element(type.ElemType) + (type.Shape is null ? "" : $"[{string.Join(", ", type.Shape.Dim.Select(Dimension))}]");

    internal static string Element(int type) => Enum.IsDefined((DataType)type) ? ((DataType)type).ToString().ToLowerInvariant() : $"type{type}";

    private static string Dimension(TensorShapeProto.Types.Dimension dimension) => dimension switch
    {
        { HasDimValue: true } => dimension.DimValue.ToString(CultureInfo.InvariantCulture),
        { DimParam.Length: > 0 } => dimension.DimParam,
        _ => "?",
    };
}
