using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>The greatest value, at the speed of memory.</summary>
internal static class Greatest
{
    /// <summary>max x; any value at all when one is NaN, for which there is TensorPrimitives.Max at several times the cost.</summary>
    /// <param name="x">Values, [n].</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    internal static float Of(ReadOnlySpan<float> x)
    {
        if (x.IsEmpty)
        {
            throw new ArgumentException("There are no values, and so there is no greatest.", nameof(x));
        }

        ref var first = ref MemoryMarshal.GetReference(x);
        var max = x[0];
        var i = 0;
        if (Vector512.IsHardwareAccelerated && x.Length >= Stride)
        {
            Vector512<float> a = Vector512.Create(max), b = a, c = a, d = a;
            for (; i <= x.Length - Stride; i += Stride)
            {
                a = Vector512.MaxNative(a, Vector512.LoadUnsafe(ref first, (nuint)i));
                b = Vector512.MaxNative(b, Vector512.LoadUnsafe(ref first, (nuint)i + 16));
                c = Vector512.MaxNative(c, Vector512.LoadUnsafe(ref first, (nuint)i + 32));
                d = Vector512.MaxNative(d, Vector512.LoadUnsafe(ref first, (nuint)i + 48));
            }

            max = OfLanes(Vector512.MaxNative(Vector512.MaxNative(a, b), Vector512.MaxNative(c, d)));
        }
        else if (x.Length >= Stride)
        {
            Vector256<float> a = Vector256.Create(max), b = a, c = a, d = a;
            for (; i <= x.Length - Stride; i += 32)
            {
                a = Vector256.MaxNative(a, Vector256.LoadUnsafe(ref first, (nuint)i));
                b = Vector256.MaxNative(b, Vector256.LoadUnsafe(ref first, (nuint)i + 8));
                c = Vector256.MaxNative(c, Vector256.LoadUnsafe(ref first, (nuint)i + 16));
                d = Vector256.MaxNative(d, Vector256.LoadUnsafe(ref first, (nuint)i + 24));
            }

            var all = Vector256.MaxNative(Vector256.MaxNative(a, b), Vector256.MaxNative(c, d));
            max = OfLanes(Vector512.Create(all, all));
        }

        for (; i < x.Length; i++)
        {
            max = x[i] > max ? x[i] : max;
        }

        return max;
    }

    /// <summary>How many values one round of the loop takes.</summary>
    private const int Stride = 64;

    private static float OfLanes(Vector512<float> lanes)
    {
        var max = lanes[0];
        for (var lane = 1; lane < Vector512<float>.Count; lane++)
        {
            max = lanes[lane] > max ? lanes[lane] : max;
        }

        return max;
    }
}
