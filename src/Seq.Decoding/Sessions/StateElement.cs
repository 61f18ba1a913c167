namespace Seq.Decoding.Sessions;

/// <summary>The type of the numbers in a <see cref="StateTensor"/>. The values are those of the byte format.</summary>
public enum StateElement
{
    /// <summary>IEEE 754, 32 bits.</summary>
    Float32 = 1,

    /// <summary>IEEE 754, 16 bits.</summary>
    Float16 = 2,

    /// <summary>IEEE 754, 64 bits.</summary>
    Float64 = 3,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 4,

    /// <summary>Signed, 64 bits.</summary>
    Int64 = 5,

    /// <summary>Unsigned, 8 bits.</summary>
    UInt8 = 6,
}
