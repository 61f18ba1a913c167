using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>The place of the greatest value, ties to the lowest index.</summary>
public static class ArgMax
{
    /// <summary>The lowest index of the greatest value; 0 and −0 are equal. −1 when a value is NaN.</summary>
    /// <param name="x">Values, [n].</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    public static int Of(ReadOnlySpan<float> x) => IndexOf(x, TensorPrimitives.Max(x));

    /// <summary>The lowest index that holds <paramref name="value"/>, or −1. Unlike MemoryExtensions.IndexOf it is vectorised for floats.</summary>
    internal static int IndexOf(ReadOnlySpan<float> x, float value)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var wanted = Vector256.Create(value);
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var wanted512 = Vector512.Create(value);
            while (i <= x.Length - Vector512<float>.Count && !Vector512.EqualsAny(Vector512.LoadUnsafe(ref first, (nuint)i), wanted512))
            {
                i += Vector512<float>.Count;
            }
        }

        for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var hits = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)i), wanted).ExtractMostSignificantBits();
            if (hits != 0)
            {
                return i + BitOperations.TrailingZeroCount(hits);
            }
        }

        for (; i < x.Length; i++)
        {
            if (x[i] == value)
            {
                return i;
            }
        }

        return -1;
    }
}
