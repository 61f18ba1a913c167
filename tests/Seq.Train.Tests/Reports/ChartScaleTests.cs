using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(1.19, 6.08, new double[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(-3, 4, new double[] { -4, -2, 0, 2, 4 })]
    [InlineData(5, 5, new double[] { 2, 3, 4, 5, 6, 7, 8 })] // One value stands in the middle.
    public void Ticks_are_1_2_or_5_times_a_power_of_ten(double least, double greatest, double[] ticks) =>
        Assert.Equal(ticks, ChartScale.Linear(least, greatest, 0, 100).Ticks.Select(tick => Math.Round(tick, 9)));

    [Fact]
    public void An_axis_maps_its_ends_to_its_ends()
    {
        var scale = ChartScale.Linear(0, 10, from: 200, to: 100);

        Assert.Equal((200, 150, 100), (scale.Place(0), scale.Place(5), scale.Place(10)));
    }

    [Fact]
    public void Values_that_range_widely_have_a_logarithmic_axis()
    {
        var scale = ChartScale.Fitting([1, 10, 1000], from: 0, to: 300);

        Assert.True(scale.IsLogarithmic);
        Assert.Equal(100, scale.Place(10), precision: 9);
        Assert.False(ChartScale.Fitting([0, 1000], 0, 300).IsLogarithmic);
        Assert.False(ChartScale.Fitting([2, 5], 0, 300).IsLogarithmic);
        Assert.False(ChartScale.Fitting([], 0, 300).IsLogarithmic);
    }

    [Fact]
    public void Every_value_and_every_tick_lies_on_its_axis() => Law.Holds(
        Gen.Choose(-1000, 1_000_000).Select(number => number / 1000.0).NonEmptyListOf(), values =>
        {
            foreach (var scale in (ChartScale[])[ChartScale.Fitting([.. values], 10, 20), ChartScale.Spanning(values.Min(), values.Max(), 10, 20)])
            {
                Assert.All(values.Concat(scale.Ticks), value => Assert.InRange(scale.Place(value), 10 - 1e-6, 20 + 1e-6));
                Assert.InRange(scale.Ticks.Count, 1, 16);
            }
        }, 500);
}
