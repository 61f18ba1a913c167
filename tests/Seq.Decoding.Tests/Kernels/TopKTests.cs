using FsCheck.Fluent;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class TopKTests
{
    [Fact]
    public void It_equals_sorting_by_falling_value_then_rising_index() => Law.Holds(
        from length in Gen.Choose(0, 200)
        from levels in Gen.Elements(2, 10, 100_000)
        from x in Gen.ArrayOf(Gen.Choose(-levels, levels).Select(value => value == levels ? float.NegativeInfinity : value / 7f), length)
        from k in Gen.Choose(0, 220)
        select (X: x, K: k),
        drawn =>
        {
            var (x, k) = drawn;
            var values = new float[k];
            var indices = new int[k];

            var count = TopK.Select(x, values, indices);

            var expected = Enumerable.Range(0, x.Length).OrderByDescending(index => x[index]).Take(k).ToArray();
            Assert.Equal(expected, indices.Take(count));
            Assert.Equal(expected.Select(index => x[index]), values.Take(count));
        });

    [Fact]
    public void Buffers_of_different_length_are_an_error() =>
        Assert.Throws<ArgumentException>(() => TopK.Select([1f, 2f], new float[2], new int[1]));
}
