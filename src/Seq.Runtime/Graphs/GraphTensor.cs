using Seq.Model;

namespace Seq.Runtime;

/// <summary>An input or output of a graph: numbers with a shape.</summary>
/// <param name="Shape">The dimensions; empty for a scalar.</param>
/// <param name="Data">Row-major: an array of float, long, int, uint or bool.</param>
public sealed record GraphTensor(IReadOnlyList<long> Shape, Array Data)
{
    /// <summary>The element type; null when a graph has no such numbers.</summary>
    public GraphType? Type => Data.GetType().GetElementType() switch // Not by pattern: to the runtime an array of unsigned numbers is also one of signed ones.
    {
        var type when type == typeof(float) => GraphType.Float32,
        var type when type == typeof(long) => GraphType.Int64,
        var type when type == typeof(int) => GraphType.Int32,
        var type when type == typeof(uint) => GraphType.UInt32,
        var type when type == typeof(bool) => GraphType.Bool,
        _ => null,
    };

    /// <summary>The numbers of a float tensor.</summary>
    /// <exception cref="InvalidCastException">It holds others.</exception>
    public float[] Floats => (float[])Data;

    /// <summary>The numbers of an int64 tensor.</summary>
    /// <exception cref="InvalidCastException">It holds others.</exception>
    public long[] Longs => (long[])Data;
}
