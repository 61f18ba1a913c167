using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class ArgMaxTests
{
    [Fact]
    public void It_finds_the_lowest_index_of_the_greatest_at_every_length()
    {
        var random = new Random(42);
        for (var length = 1; length <= 70; length++)
        {
            for (var round = 0; round < 50; round++)
            {
                var x = Enumerable.Range(0, length).Select(_ => (float)random.Next(-3, 4)).ToArray();
                Assert.Equal(Array.IndexOf(x, x.Max()), ArgMax.Of(x));
            }
        }
    }

    [Fact]
    public void Zero_and_minus_zero_are_a_tie()
    {
        Assert.Equal(0, ArgMax.Of([-0f, 0f]));
        Assert.Equal(1, ArgMax.Of([-1f, -0f, 0f, 0f, -0f, 0f, 0f, 0f, 0f]));
    }

    [Fact]
    public void Infinities_are_ordinary_values()
    {
        Assert.Equal(0, ArgMax.Of([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Equal(1, ArgMax.Of([0f, float.PositiveInfinity]));
    }

    [Fact]
    public void A_row_with_NaN_has_no_greatest() => Assert.Equal(-1, ArgMax.Of([1f, float.NaN, 2f]));

    [Fact]
    public void An_empty_row_is_an_error() => Assert.Throws<ArgumentException>(() => ArgMax.Of([]));
}
