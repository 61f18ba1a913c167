using System.Runtime.Intrinsics;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class LogSumExpTests
{
    /// <summary>Float32 exponentials are good to about 1e-7; their sum is dominated by the greatest, which is exact.</summary>
    private const double Tolerance = 2e-7;

    [Fact]
    public void It_equals_the_sum_in_float64_at_every_length()
    {
        var random = new Random(42);
        for (var length = 1; length <= 100; length++)
        {
            var x = Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 20) - 10)).ToArray();
            var max = (double)x.Max();

            Assert.Equal(max + Math.Log(x.Sum(value => Math.Exp(value - max))), LogSumExp.Of(x), Tolerance);
        }
    }

    [Fact]
    public void The_bits_are_those_of_eight_running_sums_whatever_the_width_of_the_vectors()
    {
        var random = new Random(7);
        for (var length = 1; length <= 300; length++)
        {
            var x = Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * -20)).ToArray();
            x[0] = 0f;
            var sums = new double[8];
            for (var i = 0; i < length; i++)
            {
                sums[i % 8] += Exponential.OfNonPositive(Vector256.Create(x[i]))[0];
            }

            Assert.Equal(sums[0] + sums[4] + (sums[1] + sums[5]) + (sums[2] + sums[6] + (sums[3] + sums[7])), LogSumExp.SumOfExponentials(x, 0f));
        }
    }

    [Fact]
    public void The_greatest_logit_is_found_wherever_it_stands()
    {
        for (var length = 1; length <= 200; length++)
        {
            var x = Enumerable.Range(0, length).Select(i => -1f - (i % 7)).ToArray();
            for (var at = 0; at < length; at++)
            {
                x[at] += 10f;
                Assert.Equal(x[at], Greatest.Of(x));
                Assert.Equal(at, ArgMax.IndexOf(x, x[at]));
                x[at] -= 10f;
            }
        }
    }

    [Fact]
    public void A_number_that_is_none_is_found_wherever_it_stands()
    {
        for (var length = 1; length <= 150; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var x = new float[length];
                x[length / 2] = 3f;
                x[at] = float.NaN;
                Assert.Equal(double.NaN, LogSumExp.Of(x, out var max));
                Assert.Equal(float.NaN, max);
            }
        }
    }

    [Theory]
    [InlineData(1000f)]
    [InlineData(-1000f)]
    [InlineData(3e38f)]
    public void Logits_of_any_size_are_safe(float offset) =>
        Assert.Equal(offset + Math.Log(2), LogSumExp.Of([offset, offset]), Tolerance);

    [Fact]
    public void It_is_never_below_the_maximum_so_no_log_probability_is_above_zero()
    {
        var random = new Random(42);
        for (var i = 0; i < 10_000; i++)
        {
            float[] x = [.. Enumerable.Range(0, 1 + (i % 20)).Select(_ => (float)((random.NextDouble() * 200) - 100))];
            Assert.True(LogSumExp.Of(x) >= x.Max());
        }
    }

    [Fact]
    public void Impossible_tokens_count_as_nothing() =>
        Assert.Equal(2.5, LogSumExp.Of([float.NegativeInfinity, 2.5f, float.NegativeInfinity]));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(19)]
    public void Special_values_come_through(int length)
    {
        var x = new float[length];
        Array.Fill(x, float.NegativeInfinity);
        Assert.Equal(double.NegativeInfinity, LogSumExp.Of(x));

        x[length / 2] = float.PositiveInfinity;
        Assert.Equal(double.PositiveInfinity, LogSumExp.Of(x));

        x[length - 1] = float.NaN;
        Assert.Equal(double.NaN, LogSumExp.Of(x));
    }

    [Fact]
    public void An_empty_row_is_an_error() => Assert.Throws<ArgumentException>(() => LogSumExp.Of([]));
}
