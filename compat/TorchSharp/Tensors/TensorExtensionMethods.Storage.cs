using static TorchSharp.torch;

namespace TorchSharp;

/// <content>TorchSharp's own format: type, rank and lengths as LEB128 numbers, then the elements.</content>
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var near = tensor.cpu();
        using var plain = near.contiguous();
        writer.WriteLeb128((long)plain.dtype);
        writer.WriteLeb128(plain.ndim);
        foreach (var length in plain.shape)
        {
            writer.WriteLeb128(length);
        }

        writer.Write(plain.bytes);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads into a tensor of the same type and shape.</summary>
    /// <exception cref="ArgumentException">The stored tensor has another type or shape.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var stored = Load(reader);
        if (stored.dtype != tensor.dtype)
        {
            throw new ArgumentException(
                "Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the "
                + "origin.");
        }

        if (skip)
        {
            return;
        }

        if (!stored.shape.AsSpan().SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                "Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        }

        using var frozen = no_grad();
        tensor.copy_(stored);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var type = (ScalarType)reader.ReadLeb128();
        var shape = new long[reader.ReadLeb128()];
        for (var k = 0; k < shape.Length; k++)
        {
            shape[k] = reader.ReadLeb128();
        }

        var made = torch.empty(shape, type, CPU);
        reader.BaseStream.ReadExactly(made.bytes);
        return made;
    }

    internal static void WriteLeb128(this BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    internal static long ReadLeb128(this BinaryReader reader) => reader.Read7BitEncodedInt64();
}
