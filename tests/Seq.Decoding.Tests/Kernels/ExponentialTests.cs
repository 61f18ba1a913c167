using System.Runtime.Intrinsics;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class ExponentialTests
{
    private const double SingleTolerance = 1.5 / (1 << 23);      // Relative: one and a half units in the last place.
    private const double DoubleTolerance = 2.0 / (1L << 52);

    [Fact]
    public void It_equals_the_library_to_about_one_unit_in_the_last_place()
    {
        var random = new Random(42);
        for (var i = 0; i < 200_000; i++)
        {
            var single = (float)(-87 * Math.Pow(random.NextDouble(), 3));
            var full = -708 * Math.Pow(random.NextDouble(), 3);

            Assert.InRange(Exponential.OfNonPositive(Vector256.Create(single))[3] / Math.Exp(single) - 1, -SingleTolerance, SingleTolerance);
            Assert.InRange(Exponential.OfNonPositive(Vector256.Create(full))[3] / Math.Exp(full) - 1, -DoubleTolerance, DoubleTolerance);
        }
    }

    [Fact]
    public void Its_ends_are_exact()
    {
        Assert.Equal(1f, Exponential.OfNonPositive(Vector256.Create(-0f))[0]);
        Assert.Equal(1.0, Exponential.OfNonPositive(Vector256.Create(0.0))[0]);
        foreach (var far in new[] { -88.0, -1e30, double.NegativeInfinity })
        {
            Assert.Equal(0f, Exponential.OfNonPositive(Vector256.Create((float)far))[7]);
            Assert.Equal(0.0, Exponential.OfNonPositive(Vector256.Create(far * 10))[3]);
        }
    }
}
