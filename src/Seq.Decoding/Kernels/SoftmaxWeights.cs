using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>Unnormalised probabilities at a temperature, in float64.</summary>
internal static class SoftmaxWeights
{
    /// <summary>w[i] = exp(x[i] / T − max / T); the greatest weight is 1 and an impossible token has 0.</summary>
    /// <param name="x">Logits, [n], at least one of them finite.</param>
    /// <param name="max">The greatest logit.</param>
    /// <param name="temperature">T, above 0.</param>
    /// <param name="weights">Receives the weights, [n].</param>
    internal static void Compute(ReadOnlySpan<float> x, float max, float temperature, Span<double> weights)
    {
        var divisor = Vector256.Create((double)temperature);
        var shift = Vector256.Create((double)max) / divisor;
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var (divisor512, shift512) = (Vector512.Create(divisor, divisor), Vector512.Create(shift, shift));
            for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var (lower, upper) = Vector256.Widen(Vector256.Create<float>(x[i..]));
                Exponential.OfNonPositive((Vector512.Create(lower, upper) / divisor512) - shift512).CopyTo(weights[i..]);
            }
        }

        for (; i <= x.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Weigh(x[i..], divisor, shift).CopyTo(weights[i..]);
        }

        if (i < x.Length)
        {
            // The same instructions for the rest, so that a weight does not depend on where its token stands.
            Span<float> rest = stackalloc float[Vector128<float>.Count];
            rest.Clear();
            x[i..].CopyTo(rest);
            var last = Weigh(rest, divisor, shift);
            for (var lane = 0; i < x.Length; lane++, i++)
            {
                weights[i] = last[lane];
            }
        }
    }

    /// <summary>The sum of weights, added one after another.</summary>
    internal static double Sum(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    /// <summary>Inverse of the cumulative distribution: the first index whose cumulative weight exceeds <paramref name="uniform"/> times the total.</summary>
    /// <param name="weights">Weights with a sum above 0, [n].</param>
    /// <param name="uniform">A number above 0 and below 1.</param>
    internal static int Pick(ReadOnlySpan<double> weights, double uniform)
    {
        var target = uniform * Sum(weights);
        var cumulative = 0.0;
        var i = -1;
        do
        {
            // The last cumulative weight is the total itself, so the loop ends within the span.
            cumulative += weights[++i];
        }
        while (cumulative <= target);

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Weigh(ReadOnlySpan<float> four, Vector256<double> divisor, Vector256<double> shift)
    {
        var (lower, upper) = Vector128.Widen(Vector128.Create<float>(four));
        return Exponential.OfNonPositive((Vector256.Create(lower, upper) / divisor) - shift);
    }
}
