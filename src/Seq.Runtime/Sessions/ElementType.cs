using Microsoft.ML.OnnxRuntime.Tensors;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The element types of a bundle in the words of ONNX Runtime.</summary>
internal static class ElementType
{
    internal static TensorElementType Of(GraphType type) => type switch
    {
        GraphType.Float32 => TensorElementType.Float,
        GraphType.Int64 => TensorElementType.Int64,
        GraphType.Int32 => TensorElementType.Int32,
        GraphType.UInt32 => TensorElementType.UInt32,
        GraphType.Bool => TensorElementType.Bool,
        _ => TensorElementType.String,
    };

    /// <summary>Bytes of an element; text has no fixed size.</summary>
    internal static int SizeOf(GraphType type) => type switch
    {
        GraphType.Int64 => 8,
        GraphType.Float32 or GraphType.Int32 or GraphType.UInt32 => 4,
        GraphType.Bool => 1,
        _ => throw new InvalidOperationException("Text cannot be a state or a memory."),
    };
}
