using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class ValueHistogramTests
{
    [Fact]
    public void A_value_falls_into_the_first_bucket_whose_limit_is_above_it() => Law.Holds(Gen.Choose(-2_000_000, 2_000_000), number =>
    {
        var value = number / 1000f;
        var histogram = new ValueHistogram();
        histogram.Add([value]);

        var (limits, counts) = histogram.Buckets();
        var bucket = counts.ToList().IndexOf(1);

        Assert.True(limits[bucket] > value);
        Assert.True(bucket == 0 || limits[bucket - 1] <= value);
        Assert.True(value == 0 || Math.Abs(limits[bucket] - limits[bucket - 1]) <= 0.11 * Math.Abs(value) + 1e-11); // Buckets grow by a tenth.
    }, 300);

    [Fact]
    public void Empty_buckets_in_a_row_are_one_and_the_ends_stay()
    {
        var histogram = new ValueHistogram();
        histogram.Add([-1, 1, 1]);

        var (limits, counts) = histogram.Buckets();

        Assert.Equal([0, 1, 0, 2, 0], counts);
        Assert.Equal(double.MaxValue, limits[^1]);
        Assert.Equal(limits.Order(), limits);
    }

    [Fact]
    public void The_greatest_and_the_smallest_floats_have_buckets()
    {
        var histogram = new ValueHistogram();
        histogram.Add([float.MaxValue, -float.MaxValue, float.Epsilon, -float.Epsilon, 0]);

        Assert.Equal(5, histogram.Buckets().Counts.Sum());
        Assert.Equal((float.MaxValue, -float.MaxValue, 5), (histogram.Max, histogram.Min, histogram.Count));
    }

    [Fact]
    public void Without_a_value_there_is_one_empty_bucket() => Assert.Equal([0], new ValueHistogram().Buckets().Counts);
}
