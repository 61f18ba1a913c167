using System.Runtime.InteropServices;

namespace Seq.Export;

/// <summary>A constant tensor of a graph.</summary>
/// <param name="Name">Its name; the same name in two graphs of a bundle is the same tensor.</param>
/// <param name="Type">Element type.</param>
/// <param name="Sizes">Dimensions; empty for a scalar.</param>
/// <param name="Data">The elements, row-major, little-endian.</param>
internal sealed record Initializer(string Name, ElementType Type, IReadOnlyList<long> Sizes, ReadOnlyMemory<byte> Data)
{
    internal static Initializer Of(string name, ReadOnlySpan<float> data, params IReadOnlyList<long> sizes) =>
        new(name, ElementType.Float32, sizes, ToBytes(data));

    internal static Initializer Of(string name, ReadOnlySpan<long> data, params IReadOnlyList<long> sizes) =>
        new(name, ElementType.Int64, sizes, ToBytes(data));

    internal static Initializer Of(string name, ReadOnlySpan<double> data, params IReadOnlyList<long> sizes) =>
        new(name, ElementType.Float64, sizes, ToBytes(data));

    internal static Initializer Of(string name, ReadOnlySpan<uint> data, params IReadOnlyList<long> sizes) =>
        new(name, ElementType.UInt32, sizes, ToBytes(data));

    internal static Initializer Of(string name, bool data) => new(name, ElementType.Bool, [], new byte[] { data ? (byte)1 : (byte)0 });

    private static byte[] ToBytes<T>(ReadOnlySpan<T> data)
        where T : unmanaged => MemoryMarshal.AsBytes(data).ToArray();
}
