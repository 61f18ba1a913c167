using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Seq.Decoding.Sessions;

/// <summary>One named tensor of the state of a row.</summary>
public sealed class StateTensor
{
    private readonly byte[] _bytes;

    private StateTensor(string name, StateElement element, ImmutableArray<int> shape, byte[] bytes) =>
        (Name, Element, Shape, _bytes) = (name, element, shape, bytes);

    /// <summary>The name that the model knows it by.</summary>
    public string Name { get; }

    /// <summary>The type of its numbers.</summary>
    public StateElement Element { get; }

    /// <summary>Its shape for one row, the dimension of the rows left out; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Its numbers in row-major order, in the byte order of the machine.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a tensor of a copy of some numbers.</summary>
    /// <typeparam name="T">float, Half, double, int, long or byte.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape for one row.</param>
    /// <param name="values">Its numbers in row-major order.</param>
    /// <exception cref="ArgumentException">The shape does not multiply to the number of values, a dimension is negative, or the type is none of these.</exception>
    public static StateTensor From<T>(string name, ReadOnlySpan<int> shape, ReadOnlySpan<T> values)
        where T : unmanaged => FromBytes(name, ElementOf<T>(), shape, MemoryMarshal.AsBytes(values));

    /// <summary>Makes a tensor of a copy of the bytes of its numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="element">The type of its numbers.</param>
    /// <param name="shape">Its shape for one row.</param>
    /// <param name="bytes">Its numbers in row-major order, in the byte order of the machine.</param>
    /// <exception cref="ArgumentException">The shape does not fit the number of bytes, a dimension is negative, or the type is unknown.</exception>
    public static StateTensor FromBytes(string name, StateElement element, ReadOnlySpan<int> shape, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        long size = SizeOf(element);
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            size = checked(size * dimension);
        }

        return size == bytes.Length
            ? new(name, element, [.. shape], bytes.ToArray())
            : throw new ArgumentException($"State '{name}' of shape [{string.Join(", ", shape.ToArray())}] takes {size} bytes, but {bytes.Length} were given.", nameof(bytes));
    }

    /// <summary>Its numbers.</summary>
    /// <typeparam name="T">The type that <see cref="Element"/> names.</typeparam>
    /// <exception cref="ArgumentException">The type is another one.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => ElementOf<T>() == Element
            ? MemoryMarshal.Cast<byte, T>(_bytes)
            : throw new ArgumentException($"State '{Name}' holds {Element}, not {typeof(T).Name}.");

    /// <summary>The number of bytes of one number.</summary>
    internal static int SizeOf(StateElement element) => element switch
    {
        StateElement.Float64 or StateElement.Int64 => 8,
        StateElement.Float32 or StateElement.Int32 => 4,
        StateElement.Float16 => 2,
        StateElement.UInt8 => 1,
        _ => throw new ArgumentException($"State elements have no type {(int)element}.", nameof(element)),
    };

    /// <summary>The same tensor under another name.</summary>
    internal StateTensor Named(string name) => new(name, Element, Shape, _bytes);

    private static StateElement ElementOf<T>() =>
        typeof(T) == typeof(float) ? StateElement.Float32
        : typeof(T) == typeof(Half) ? StateElement.Float16
        : typeof(T) == typeof(double) ? StateElement.Float64
        : typeof(T) == typeof(int) ? StateElement.Int32
        : typeof(T) == typeof(long) ? StateElement.Int64
        : typeof(T) == typeof(byte) ? StateElement.UInt8
        : throw new ArgumentException($"A state tensor cannot hold {typeof(T).Name}; use float, Half, double, int, long or byte.");
}
