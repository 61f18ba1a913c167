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
