using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Seq.Train;

/// <summary>Writes the fields of a Protocol Buffers message, in the order of the calls.</summary>
/// <remarks>Source: protobuf.dev, "Encoding": a key is field · 8 + wire type, 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.</remarks>
internal sealed class ProtoMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    internal ProtoMessage Integer(int field, long value)
    {
        Key(field, 0);
        Varint((ulong)value);
        return this;
    }

    internal ProtoMessage Double(int field, double value)
    {
        Key(field, 1);
        Fixed(value);
        return this;
    }

    internal ProtoMessage Single(int field, float value)
    {
        Key(field, 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    internal ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    internal ProtoMessage Message(int field, ProtoMessage value) => Bytes(field, value.ToArray());

    /// <summary>A packed repeated field.</summary>
    internal ProtoMessage Doubles(int field, IReadOnlyList<double> values)
    {
        Key(field, 2);
        Varint((ulong)values.Count * sizeof(double));
        foreach (var value in values)
        {
            Fixed(value);
        }

        return this;
    }

    private ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Key(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private void Fixed(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    private void Byte(byte value) => _bytes.Write([value]);
}
