using Seq.Model;

namespace Seq.Export;

/// <summary>Sets of element types for which ONNX Runtime's CPU provider has kernels: the schema allows more, but such a graph would not load.</summary>
internal static class ElementTypes
{
    internal static readonly ElementType[] Floats = [ElementType.Float32, ElementType.Float64, ElementType.Float16];

    internal static readonly ElementType[] Integers = [ElementType.Int32, ElementType.Int64, ElementType.UInt32, ElementType.UInt64];

    internal static readonly ElementType[] Bytes = [ElementType.UInt8, ElementType.Int8];

    internal static readonly ElementType[] Shorts = [ElementType.UInt16, ElementType.Int16];

    internal static readonly ElementType[] Signed = [.. Floats, ElementType.Int32, ElementType.Int64, ElementType.Int8, ElementType.Int16];

    /// <summary>What products, minima and maxima take.</summary>
    internal static readonly ElementType[] Multipliable = [.. Floats, .. Integers];

    internal static readonly ElementType[] Numbers = [.. Floats, .. Integers, .. Bytes, .. Shorts];

    internal static readonly ElementType[] Unsigned = [ElementType.UInt32, ElementType.UInt64, ElementType.UInt8];

    internal static readonly ElementType[] Reducible = [.. Floats, ElementType.Int32, ElementType.Int64];

    internal static readonly ElementType[] Extremes = [.. Reducible, .. Bytes];

    internal static readonly ElementType[] Selectable = [.. Reducible, ElementType.UInt8, ElementType.String];

    internal static readonly ElementType[] Comparable = [.. Numbers, ElementType.Bool];

    internal static readonly ElementType[] Paddable =
        [.. Floats, .. Integers, .. Bytes, ElementType.Bool];

    internal static readonly ElementType[] Truth = [ElementType.Bool];

    internal static readonly ElementType[] Indices = [ElementType.Int32, ElementType.Int64];

    internal static readonly ElementType[] Text = [ElementType.String];

    internal static readonly ElementType[] Single = [ElementType.Float32];

    internal static readonly ElementType[] Long = [ElementType.Int64];

    /// <summary>Bytes of an element; 0 for text.</summary>
    internal static int ByteSize(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.Int16 or ElementType.UInt16 => 2,
        ElementType.String => 0,
        _ => 1,
    };

    /// <summary>The name of a type at the surface of a graph.</summary>
    internal static GraphType ToGraphType(this ElementType type) => type switch
    {
        ElementType.Float32 => GraphType.Float32,
        ElementType.Int32 => GraphType.Int32,
        ElementType.Int64 => GraphType.Int64,
        ElementType.String => GraphType.String,
        ElementType.Bool => GraphType.Bool,
        ElementType.UInt32 => GraphType.UInt32,
        _ => throw new GraphBuildException($"A bundle's graph cannot take or return {type} at its surface; cast it inside the graph."),
    };
}
