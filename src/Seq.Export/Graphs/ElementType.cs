using Seq.Model;

namespace Seq.Export;

/// <summary>Element types of graph values; the numbers are those of ONNX' <c>TensorProto.DataType</c>.</summary>
internal enum ElementType
{
    Float32 = 1,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float64 = 11,
    UInt32 = 12,
    UInt64 = 13,
}

/// <summary>Sets of element types for which ONNX Runtime's CPU provider has kernels: the schema allows more, but such a graph would not load.</summary>
internal static class ElementTypes
{
    internal static readonly ElementType[] Floats = [ElementType.Float32, ElementType.Float64];

    internal static readonly ElementType[] Numbers =
        [ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.UInt32, ElementType.UInt64];

    internal static readonly ElementType[] Integers = [ElementType.Int32, ElementType.Int64, ElementType.UInt32, ElementType.UInt64];

    internal static readonly ElementType[] Unsigned = [ElementType.UInt32, ElementType.UInt64];

    internal static readonly ElementType[] Reducible = [ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64];

    internal static readonly ElementType[] Selectable =
        [ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.String];

    internal static readonly ElementType[] Comparable = [.. Numbers, ElementType.Bool];

    internal static readonly ElementType[] Truth = [ElementType.Bool];

    internal static readonly ElementType[] Indices = [ElementType.Int32, ElementType.Int64];

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
