using FsCheck.Fluent;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Tests.Kernels;

public sealed class RadixOrderTests
{
    [Fact]
    public void It_equals_the_heap_for_any_values_and_counts()
    {
        var order = new RadixOrder();
        Law.Holds(
            from length in Gen.Choose(1, 300)
            from levels in Gen.Elements(1, 3, 1_000_000)
            from scale in Gen.Elements(1e-30f, 0.37f, 1e30f)
            from x in Gen.ArrayOf(Gen.Choose(-levels, levels).Select(value => value == levels ? float.NegativeInfinity : value * scale), length)
            from k in Gen.Choose(0, length)
            select (X: x, K: k),
            drawn =>
            {
                var (x, k) = drawn;
                var (values, indices) = (new float[k], new int[k]);
                var (expectedValues, expectedIndices) = (new float[k], new int[k]);
                TopK.Select(x, expectedValues, expectedIndices);

                order.Prepare(x.Length);
                order.Select(x, values, indices);

                Assert.Equal(expectedIndices, indices);
                Assert.Equal(expectedValues, values);
            });
    }

    [Fact]
    public void Zero_and_minus_zero_are_equal()
    {
        var order = new RadixOrder();
        order.Prepare(4);
        var indices = new int[4];

        order.Select([-0f, 0f, -1f, 0f], new float[4], indices);

        Assert.Equal([0, 1, 3, 2], indices);
    }
}
