using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Seq.Decoding.Sessions;

namespace Seq.Decoding.Search;

/// <summary>Carries the state of a search out into bytes, or back in: one description of the fields serves both ways.</summary>
internal sealed class StateExchange
{
    private readonly ArrayBufferWriter<byte>? _output;
    private readonly byte[] _input = [];
    private int _at;

    /// <summary>Gives state out.</summary>
    /// <param name="countsOnly">Whether of arrays that only grow it tells how far they had come, for the same search to fall back to.</param>
    internal StateExchange(bool countsOnly = false) => (_output, CountsOnly) = (new ArrayBufferWriter<byte>(), countsOnly);

    /// <summary>Takes state in.</summary>
    /// <param name="input">What an exchange of the same search has given out.</param>
    /// <param name="countsOnly">As it was given out.</param>
    internal StateExchange(byte[] input, bool countsOnly = false) => (_input, CountsOnly) = (input, countsOnly);

    /// <summary>Whether arrays that only grow stay where they are, and their lengths alone are given or taken.</summary>
    internal bool CountsOnly { get; }

    /// <summary>Whether it takes state in.</summary>
    internal bool IsInput => _output is null;

    /// <summary>The state given out.</summary>
    internal byte[] ToArray() => _output!.WrittenSpan.ToArray();

    /// <summary>How many bytes there are left to take in.</summary>
    internal int Left => _input.Length - _at;

    /// <summary>Holds the state taken in to what the search relies on: bytes may have been changed, and their checksum with them.</summary>
    /// <exception cref="SnapshotException">The state breaks it.</exception>
    internal static void Require(bool condition, string rule)
    {
        if (!condition)
        {
            throw new SnapshotException($"The saved session contradicts itself: {rule}. Save it again.");
        }
    }

    /// <summary>A single value.</summary>
    internal void Value<T>(ref T value)
        where T : unmanaged => Values(MemoryMarshal.CreateSpan(ref value, 1));

    /// <summary>As many values as both sides know of.</summary>
    internal void Values<T>(Span<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (_output is not null)
        {
            _output.Write(bytes);
        }
        else if (bytes.Length > Left)
        {
            throw new SnapshotException("The saved session is shorter than what it describes. Save it again.");
        }
        else
        {
            _input.AsSpan(_at, bytes.Length).CopyTo(bytes);
            _at += bytes.Length;
        }
    }

    /// <summary>The first <paramref name="count"/> values of an array that grows as needed, and only at its end.</summary>
    internal void Array<T>(ref T[] values, ref int count)
        where T : unmanaged
    {
        Value(ref count);
        if (CountsOnly)
        {
            return;
        }

        if (_output is null && (count < 0 || (long)count * Unsafe.SizeOf<T>() > Left))
        {
            throw new SnapshotException($"The saved session announces {count} values where it has no room for them. Save it again.");
        }

        if (values.Length < count)
        {
            System.Array.Resize(ref values, count);
        }

        Values(values.AsSpan(0, count));
    }
}
