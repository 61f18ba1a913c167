using System.Runtime.InteropServices;

namespace Seq.Export;

/// <summary>A constant tensor of a graph: a weight or a table.</summary>
public sealed record Initializer
{
    private Initializer(string name, ElementType type, IReadOnlyList<long> sizes, ReadOnlyMemory<byte> data, IReadOnlyList<string>? texts = null)
    {
        Name = name;
        Type = type;
        Sizes = sizes;
        Data = data;
        Texts = texts;
    }

    /// <summary>Its name; the same name in two graphs of a bundle is the same tensor.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public ElementType Type { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public IReadOnlyList<long> Sizes { get; private init; }

    /// <summary>The elements, row-major, little-endian; empty for text.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The elements when they are text; otherwise null.</summary>
    public IReadOnlyList<string>? Texts { get; }

    /// <summary>A tensor of floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The elements, row-major; they are copied.</param>
    /// <param name="sizes">Dimensions; none for a scalar.</param>
    /// <exception cref="GraphBuildException">The dimensions do not hold so many elements.</exception>
    public static Initializer Of(string name, ReadOnlySpan<float> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Float32, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<double> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Float64, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<Half> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Float16, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<long> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Int64, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<int> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Int32, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<uint> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.UInt32, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<ulong> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.UInt64, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<byte> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.UInt8, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<sbyte> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Int8, data, sizes);

    /// <inheritdoc cref="Of(string, ReadOnlySpan{float}, IReadOnlyList{long})"/>
    public static Initializer Of(string name, ReadOnlySpan<bool> data, params IReadOnlyList<long> sizes) => Create(name, ElementType.Bool, data, sizes);

    /// <summary>A truth value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The value.</param>
    public static Initializer Of(string name, bool data) => Create(name, ElementType.Bool, [data], []);

    /// <summary>A tensor of text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="sizes">Dimensions; none for a scalar.</param>
    /// <exception cref="GraphBuildException">The dimensions do not hold so many elements.</exception>
    public static Initializer Of(string name, IReadOnlyList<string> data, params IReadOnlyList<long> sizes)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckCount(name, data.Count, sizes);
        return new(name, ElementType.String, [.. sizes], default, [.. data]);
    }

    /// <summary>The same elements in other dimensions.</summary>
    internal Initializer WithSizes(params IReadOnlyList<long> sizes) => this with { Sizes = sizes };

    private static Initializer Create<T>(string name, ElementType type, ReadOnlySpan<T> data, IReadOnlyList<long> sizes)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(sizes);
        CheckCount(name, data.Length, sizes);
        return new(name, type, [.. sizes], MemoryMarshal.AsBytes(data).ToArray());
    }

    private static void CheckCount(string name, long elements, IReadOnlyList<long> sizes)
    {
        var count = sizes.Any(size => size < 0) ? -1 : sizes.Aggregate(1L, (product, size) => checked(product * size));
        if (count != elements)
        {
            throw new GraphBuildException(name, $"the tensor has {elements} elements, which do not fill the dimensions [{string.Join(", ", sizes)}].");
        }
    }
}
