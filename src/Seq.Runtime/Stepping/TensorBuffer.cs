using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Memory for one tensor that never moves, so that native code may keep its address; it grows but does not shrink.</summary>
/// <remarks>The bytes start at a cache line. Tensors over them must be released before <see cref="Reserve"/> grows the buffer.</remarks>
internal sealed class TensorBuffer
{
    private const int CacheLine = 64;

    private byte[] _array = [];
    private int _start;

    /// <summary>How many bytes it holds.</summary>
    internal int Capacity => _array.Length == 0 ? 0 : _array.Length - CacheLine;

    /// <summary>The first bytes.</summary>
    /// <param name="count">How many, at most <see cref="Capacity"/>.</param>
    internal Span<byte> Bytes(int count) => _array.AsSpan(_start, count);

    /// <summary>The first elements.</summary>
    /// <param name="count">How many.</param>
    internal Span<T> Elements<T>(int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_array.AsSpan(_start))[..count];

    /// <summary>Makes room, keeping the bytes that are there.</summary>
    /// <returns>Whether the memory has moved.</returns>
    internal bool Reserve(int bytes)
    {
        if (bytes <= Capacity)
        {
            return false;
        }

        var array = GC.AllocateUninitializedArray<byte>(checked(bytes + CacheLine), pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var start = (int)((CacheLine - (address % CacheLine)) % CacheLine);
        _array.AsSpan(_start, Capacity).CopyTo(array.AsSpan(start));
        (_array, _start) = (array, start);
        return true;
    }

    /// <summary>A tensor over the first bytes; it does not own them.</summary>
    internal OrtValue ToTensor(GraphType type, long[] shape) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, ElementType.Of(type), shape, Marshal.UnsafeAddrOfPinnedArrayElement(_array, _start), Capacity);
}
