using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>The logarithm of a sum of exponentials: what a logit is compared with to become a log-probability.</summary>
public static class LogSumExp
{
    /// <summary>log Σ exp(x[i]), safe for logits of any size.</summary>
    /// <param name="x">Logits, [vocabulary]; −∞ counts as nothing.</param>
    /// <returns>The sum's logarithm, never below max x; −∞ when all are −∞, NaN when one is NaN, else +∞ when one is +∞.</returns>
    /// <remarks>
    /// m + log Σ exp(x[i] − m) with m = max x. Exponentials are taken in float32 and added in float64, over eight
    /// running sums whatever the width of its vectors, so the bits are the same on every processor, but for the one logarithm.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    public static double Of(ReadOnlySpan<float> x) => Of(x, out _);

    /// <summary>As <see cref="Of(ReadOnlySpan{float})"/>, giving the greatest logit too.</summary>
    internal static double Of(ReadOnlySpan<float> x, out float max)
    {
        max = Greatest.Of(x);
        if (float.IsFinite(max))
        {
            var sum = SumOfExponentials(x, max);
            if (!double.IsNaN(sum))
            {
                return max + Math.Log(sum);
            }
        }

        max = TensorPrimitives.Max(x); // NaN if there is one.
        return max;
    }

    /// <summary>Σ exp(x[i] − max).</summary>
    /// <param name="x">Logits, [vocabulary].</param>
    /// <param name="max">The greatest of them, finite.</param>
    internal static double SumOfExponentials(ReadOnlySpan<float> x, float max)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var low = Vector256<double>.Zero;
        var high = Vector256<double>.Zero;
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            // The eight running sums in one vector: sixteen values are added as twice eight, in the same order.
            var sums512 = Vector512<double>.Zero;
            var shift512 = Vector512.Create(max);
            for (; i <= x.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                var (lower, upper) = Vector512.Widen(Exponential.OfNonPositive(Vector512.LoadUnsafe(ref first, (nuint)i) - shift512));
                sums512 += lower;
                sums512 += upper;
            }

            (low, high) = (sums512.GetLower(), sums512.GetUpper());
        }

        var shift = Vector256.Create(max);
        for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (lower, upper) = Vector256.Widen(Exponential.OfNonPositive(Vector256.LoadUnsafe(ref first, (nuint)i) - shift));
            low += lower;
            high += upper;
        }

        if (i < x.Length)
        {
            Span<float> rest = stackalloc float[Vector256<float>.Count];
            rest.Fill(float.NegativeInfinity);
            x[i..].CopyTo(rest);
            var (lower, upper) = Vector256.Widen(Exponential.OfNonPositive(Vector256.Create<float>(rest) - shift));
            low += lower;
            high += upper;
        }

        var sums = low + high;
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
}
