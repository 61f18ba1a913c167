using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class SoftmaxWeightsTests
{
    private const double Tolerance = 1e-15; // Two units in the last place of 1.

    [Fact]
    public void They_equal_the_formula_at_every_length()
    {
        var random = new Random(42);
        for (var length = 1; length <= 40; length++)
        {
            var x = Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 20) - 10)).ToArray();
            var weights = new double[length];

            SoftmaxWeights.Compute(x, x.Max(), 0.7f, weights);

            for (var i = 0; i < length; i++)
            {
                Assert.Equal(Math.Exp((x[i] / (double)0.7f) - (x.Max() / (double)0.7f)), weights[i], Tolerance);
            }
        }
    }

    [Fact]
    public void A_weight_does_not_depend_on_where_its_token_stands()
    {
        var random = new Random(42);
        for (var round = 0; round < 1000; round++)
        {
            var x = Enumerable.Range(0, 9).Select(_ => (float)(random.NextDouble() * -30)).ToArray();
            var weights = new double[9];
            SoftmaxWeights.Compute(x, 0f, 1.3f, weights);

            for (var i = 0; i < x.Length; i++)
            {
                var alone = new double[1];
                SoftmaxWeights.Compute([x[i]], 0f, 1.3f, alone);
                Assert.Equal(alone[0], weights[i]);
            }
        }
    }

    [Theory]
    [InlineData(0.0000001, 1)]
    [InlineData(0.2499999, 1)]
    [InlineData(0.25, 3)]
    [InlineData(0.9999999, 3)]
    public void The_pick_is_the_first_token_whose_cumulative_weight_exceeds_the_target(double uniform, int token) =>
        Assert.Equal(token, SoftmaxWeights.Pick([0, 1, 0, 3, 0], uniform));
}
