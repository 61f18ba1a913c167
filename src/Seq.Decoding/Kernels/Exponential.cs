using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>eˣ for x ≤ 0, with the same bits on every processor and e⁰ = 1 exactly.</summary>
/// <remarks>
/// The exponentials of the runtime library use fused multiply-adds where the processor has them, and in float32 make e⁰ a little more
/// than 1, so that even a certain token would have a log-probability below 0. Here x = n · ln 2 + r with |r| ≤ ½ ln 2, and
/// eˣ = 2ⁿ · eʳ with eʳ by its Taylor series, cut where the rest is below half a unit in the last place. Good to about one unit.
/// </remarks>
internal static class Exponential
{
    // Adding 1.5 · 2^(mantissa bits) rounds to an integer and leaves it in the lowest bits of the sum.
    private const float RoundSingle = 12582912f;
    private const double RoundDouble = 6755399441055744.0;

    /// <summary>eˣ in float32; 0 below −87, where 2ⁿ would not be a normal number.</summary>
    /// <param name="x">Values of at most 0, −∞ among them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> OfNonPositive(Vector256<float> x)
    {
        var rounded = (x * 1.44269504f) + Vector256.Create(RoundSingle);
        var n = rounded - Vector256.Create(RoundSingle);
        var r = x - (n * 0.693359375f) - (n * -2.12194440e-4f); // ln 2 in two parts, the first exact in n · ln 2.

        var series = Vector256.Create(1f / 5040);
        series = (series * r) + Vector256.Create(1f / 720);
        series = (series * r) + Vector256.Create(1f / 120);
        series = (series * r) + Vector256.Create(1f / 24);
        series = (series * r) + Vector256.Create(1f / 6);
        series = (series * r) + Vector256.Create(1f / 2);
        series = (series * r * r) + r + Vector256<float>.One;

        var power = Vector256.ShiftLeft(rounded.AsInt32() + Vector256.Create(127), 23).AsSingle();
        return Vector256.AndNot(series * power, Vector256.LessThan(x, Vector256.Create(-87f)));
    }

    /// <inheritdoc cref="OfNonPositive(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> OfNonPositive(Vector512<float> x)
    {
        var rounded = (x * 1.44269504f) + Vector512.Create(RoundSingle);
        var n = rounded - Vector512.Create(RoundSingle);
        var r = x - (n * 0.693359375f) - (n * -2.12194440e-4f); // ln 2 in two parts, the first exact in n · ln 2.

        var series = Vector512.Create(1f / 5040);
        series = (series * r) + Vector512.Create(1f / 720);
        series = (series * r) + Vector512.Create(1f / 120);
        series = (series * r) + Vector512.Create(1f / 24);
        series = (series * r) + Vector512.Create(1f / 6);
        series = (series * r) + Vector512.Create(1f / 2);
        series = (series * r * r) + r + Vector512<float>.One;

        var power = Vector512.ShiftLeft(rounded.AsInt32() + Vector512.Create(127), 23).AsSingle();
        return Vector512.AndNot(series * power, Vector512.LessThan(x, Vector512.Create(-87f)));
    }

    /// <summary>eˣ in float64; 0 below −708, where 2ⁿ would not be a normal number.</summary>
    /// <param name="x">Values of at most 0, −∞ among them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> OfNonPositive(Vector256<double> x)
    {
        var rounded = (x * 1.4426950408889634) + Vector256.Create(RoundDouble);
        var n = rounded - Vector256.Create(RoundDouble);
        var r = x - (n * 6.93147180369123816490e-01) - (n * 1.90821492927058770002e-10);

        var series = Vector256.Create(1.0 / 6227020800);
        series = (series * r) + Vector256.Create(1.0 / 479001600);
        series = (series * r) + Vector256.Create(1.0 / 39916800);
        series = (series * r) + Vector256.Create(1.0 / 3628800);
        series = (series * r) + Vector256.Create(1.0 / 362880);
        series = (series * r) + Vector256.Create(1.0 / 40320);
        series = (series * r) + Vector256.Create(1.0 / 5040);
        series = (series * r) + Vector256.Create(1.0 / 720);
        series = (series * r) + Vector256.Create(1.0 / 120);
        series = (series * r) + Vector256.Create(1.0 / 24);
        series = (series * r) + Vector256.Create(1.0 / 6);
        series = (series * r) + Vector256.Create(1.0 / 2);
        series = (series * r * r) + r + Vector256<double>.One;

        var power = Vector256.ShiftLeft(rounded.AsInt64() + Vector256.Create(1023L), 52).AsDouble();
        return Vector256.AndNot(series * power, Vector256.LessThan(x, Vector256.Create(-708.0)));
    }

    /// <inheritdoc cref="OfNonPositive(Vector256{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> OfNonPositive(Vector512<double> x)
    {
        var rounded = (x * 1.4426950408889634) + Vector512.Create(RoundDouble);
        var n = rounded - Vector512.Create(RoundDouble);
        var r = x - (n * 6.93147180369123816490e-01) - (n * 1.90821492927058770002e-10);

        var series = Vector512.Create(1.0 / 6227020800);
        series = (series * r) + Vector512.Create(1.0 / 479001600);
        series = (series * r) + Vector512.Create(1.0 / 39916800);
        series = (series * r) + Vector512.Create(1.0 / 3628800);
        series = (series * r) + Vector512.Create(1.0 / 362880);
        series = (series * r) + Vector512.Create(1.0 / 40320);
        series = (series * r) + Vector512.Create(1.0 / 5040);
        series = (series * r) + Vector512.Create(1.0 / 720);
        series = (series * r) + Vector512.Create(1.0 / 120);
        series = (series * r) + Vector512.Create(1.0 / 24);
        series = (series * r) + Vector512.Create(1.0 / 6);
        series = (series * r) + Vector512.Create(1.0 / 2);
        series = (series * r * r) + r + Vector512<double>.One;

        var power = Vector512.ShiftLeft(rounded.AsInt64() + Vector512.Create(1023L), 52).AsDouble();
        return Vector512.AndNot(series * power, Vector512.LessThan(x, Vector512.Create(-708.0)));
    }
}
