using System.Text;

namespace Seq.Runtime;

/// <summary>A message of the protobuf wire format, as far as a small ONNX graph needs it.</summary>
internal sealed class OnnxBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>Adds a number (wire type 0).</summary>
    internal OnnxBytes Number(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
        return this;
    }

    /// <summary>Adds a text (wire type 2).</summary>
    internal OnnxBytes Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message (wire type 2).</summary>
    internal OnnxBytes Message(int field, OnnxBytes value) => Bytes(field, value.ToArray());

    internal byte[] ToArray() => [.. _bytes];

    private OnnxBytes Bytes(int field, byte[] value)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
