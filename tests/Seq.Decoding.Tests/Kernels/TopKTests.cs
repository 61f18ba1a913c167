using FsCheck.Fluent;
using Seq.Decoding.Kernels;
using Seq.Decoding.Tests.Models;

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
    public void It_does_so_for_whole_vocabularies_with_many_and_with_few_ties() => Law.Holds(
        from length in Gen.Choose(2_000, 12_000)
        from levels in Gen.Elements(3, 300, 1 << 24)
        from impossible in Gen.Elements(0, 50, 100)
        from state in Gen.Choose(0, int.MaxValue)
        from k in Gen.Elements(1, 3, 4, 8, 16, 17, 50, 100, 255, 256, 257)
        select (Distribution: new HashDistribution(length, levels, impossible), State: (uint)state, K: k),
        drawn =>
        {
            var x = new float[drawn.Distribution.Vocabulary];
            drawn.Distribution.Fill(drawn.State, x);
            var (values, indices) = (new float[drawn.K], new int[drawn.K]);

            Assert.Equal(drawn.K, TopK.Select(x, values, indices));
            Assert.Equal(Enumerable.Range(0, x.Length).OrderByDescending(index => x[index]).Take(drawn.K), indices);
            Assert.Equal(indices.Select(index => x[index]), values);
        },
        count: 300);

    [Fact]
    public void Buffers_of_different_length_are_an_error() =>
        Assert.Throws<ArgumentException>(() => TopK.Select([1f, 2f], new float[2], new int[1]));
}
