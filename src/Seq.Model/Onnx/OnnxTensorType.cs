namespace Seq.Model;

/// <summary>Element types of tensors (<c>TensorProto.DataType</c>) and the field of a message that holds them.</summary>
internal static class OnnxTensorType
{
    internal const long Int64 = 7;
    internal const long Text = 8;

    /// <summary>The numbers from 1 that have whole bytes and are neither complex nor sparse.</summary>
    internal static bool IsKnown(long type) => type is (>= 1 and <= 13) or (>= 16 and <= 20);

    internal static int ByteSize(long type) => type switch
    {
        11 or Int64 or 13 => 8,
        1 or 6 or 12 => 4,
        4 or 5 or 10 or 16 => 2,
        _ => 1,
    };

    /// <summary>The number of the field: floats, int32 and all that is smaller, texts, int64, doubles, unsigned.</summary>
    internal static int Field(long type) => type switch
    {
        1 => 4,
        Text => 6,
        Int64 => 7,
        11 => 10,
        12 or 13 => 11,
        _ => 5,
    };
}
