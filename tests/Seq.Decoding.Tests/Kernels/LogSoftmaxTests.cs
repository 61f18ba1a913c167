using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class LogSoftmaxTests
{
    private const double Tolerance = 1e-6; // A few units in the last place of float32 numbers near 10.

    [Fact]
    public void It_equals_the_formula_in_float64_at_every_length_also_in_place()
    {
        var random = new Random(42);
        for (var length = 1; length <= 70; length++)
        {
            var x = Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 10) - 5)).ToArray();
            var expected = x.Select(value => value - Math.Log(x.Sum(other => Math.Exp(other)))).ToArray();
            var separate = new float[length + 1];
            separate[length] = 7f;

            LogSoftmax.Compute(x, separate);
            LogSoftmax.Compute(x, x);

            Assert.Equal(separate.Take(length), x);
            Assert.Equal(7f, separate[length]);
            Assert.All(expected.Zip(x), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var y = new float[2];
        LogSoftmax.Compute([100f, 101f], y);

        Assert.Equal(-1.3132617, y[0], Tolerance); // log(1 / (1 + e))
        Assert.Equal(-0.3132617, y[1], Tolerance);
    }

    [Fact]
    public void An_impossible_token_stays_impossible_and_a_row_of_them_is_not_a_number()
    {
        var y = new float[2];
        LogSoftmax.Compute([float.NegativeInfinity, 3f], y);
        Assert.Equal([float.NegativeInfinity, 0f], y);

        LogSoftmax.Compute([float.NegativeInfinity, float.NegativeInfinity], y);
        Assert.Equal([float.NaN, float.NaN], y);
    }

    [Fact]
    public void A_short_destination_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => LogSoftmax.Compute([1f, 2f], new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => LogSoftmax.Compute([float.NaN, 2f], new float[1]));
        Assert.Throws<ArgumentException>(() => LogSoftmax.Compute([], new float[1]));
    }
}
