namespace Seq.Model;

/// <summary>Element types that Seq reads and writes, with their safetensors names.</summary>
public enum TensorType
{
    /// <summary><c>F32</c>: 4-byte IEEE float.</summary>
    Float32,

    /// <summary><c>F64</c>: 8-byte IEEE float.</summary>
    Float64,

    /// <summary><c>I32</c>: 4-byte signed integer.</summary>
    Int32,

    /// <summary><c>I64</c>: 8-byte signed integer.</summary>
    Int64,

    /// <summary><c>U8</c>: byte.</summary>
    UInt8,

    /// <summary><c>BOOL</c>: one byte, 0 or 1.</summary>
    Bool,
}

/// <summary>Sizes and names of the element types.</summary>
internal static class TensorTypes
{
    internal static int ByteSize(this TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 => 8,
        TensorType.Float32 or TensorType.Int32 => 4,
        _ => 1,
    };

    internal static string SafetensorsName(this TensorType type) => type switch
    {
        TensorType.Float32 => "F32",
        TensorType.Float64 => "F64",
        TensorType.Int32 => "I32",
        TensorType.Int64 => "I64",
        TensorType.UInt8 => "U8",
        _ => "BOOL",
    };

    internal static bool TryParse(string? name, out TensorType type)
    {
        (var known, type) = name switch
        {
            "F32" => (true, TensorType.Float32),
            "F64" => (true, TensorType.Float64),
            "I32" => (true, TensorType.Int32),
            "I64" => (true, TensorType.Int64),
            "U8" => (true, TensorType.UInt8),
            "BOOL" => (true, TensorType.Bool),
            _ => (false, default),
        };
        return known;
    }

    internal static TensorType Of<T>()
        where T : unmanaged => default(T) switch
        {
            float => TensorType.Float32,
            double => TensorType.Float64,
            int => TensorType.Int32,
            long => TensorType.Int64,
            byte => TensorType.UInt8,
            bool => TensorType.Bool,
            _ => throw new ArgumentException($"{typeof(T).Name} is not an element type of safetensors; use float, double, int, long, byte or bool."),
        };
}
