using static Seq.Export.Tests.GraphEvaluation;

namespace Seq.Export.Tests;

/// <summary>Padding, tiling, scattering, windows and products in index notation.</summary>
public class ShapeOperatorTests
{
    [Fact]
    public void Padding_adds_numbers_mirrors_or_repeats()
    {
        Assert.Equal([7, 0, 1, 2, 7, 7], Evaluate(g => g.Pad(g.Counting(3), [1], [2], number: g.Constant(7f))).Floats);
        Assert.Equal([1, 0, 1, 2], Evaluate(g => g.Pad(g.Counting(3), [1], [0], PadMode.Reflect)).Floats);
        Assert.Equal([0, 1, 2, 2], Evaluate(g => g.Pad(g.Counting(3), [0], [1], PadMode.Edge)).Floats);
        Assert.Equal([2, 4], Evaluate(g => g.Pad(g.Counting(2, 3), [0, 0], [0, 1])).Shape);
    }

    [Fact]
    public void Tiling_and_flattening()
    {
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1], Evaluate(g => g.Tile(g.Counting(1, 2), 2, 2)).Floats);
        Assert.Equal([2, 12], Evaluate(g => g.Flatten(g.Counting(2, 3, 4))).Shape);
        Assert.Equal([1, 6], Evaluate(g => g.Flatten(g.Counting(2, 3), axis: 0)).Shape);
        Assert.Equal([6], Evaluate(g => g.CountOf(g.Counting(2, 3))).Longs);
    }

    [Fact]
    public void Slices_may_stride_run_backwards_or_be_computed()
    {
        Assert.Equal([0, 2, 4], Evaluate(g => g.Stride(g.Counting(5), 0, 2)).Floats);
        Assert.Equal([2, 1, 0], Evaluate(g => g.Stride(g.Counting(3), 0, -1)).Floats);
        Assert.Equal([1, 2], Evaluate(g => g.Slice(g.Counting(5), 0, g.Vector(1), g.Vector(3), 2)).Floats);
    }

    [Fact]
    public void Triangles_and_one_hot_vectors()
    {
        Assert.Equal([0, 1, 0, 3], Evaluate(g => g.Trilu(g.Counting(2, 2), upper: true)).Floats);
        Assert.Equal([0, 0, 2, 0], Evaluate(g => g.Trilu(g.Counting(2, 2), upper: false, diagonal: -1)).Floats);
        Assert.Equal([0, 0, 1, 1, 0, 0], Evaluate(g => g.OneHot(g.Longs([2, 0], 2), 3)).Floats);
    }

    [Fact]
    public void Gathering_and_scattering_by_vectors_of_indices()
    {
        Assert.Equal([1, 2], Evaluate(g => g.GatherNd(g.Counting(2, 2), g.Longs([0, 1, 1, 0], 2, 2))).Floats);
        Assert.Equal([2, 3], Evaluate(g => g.GatherNd(g.Counting(2, 2), g.Longs([1], 1, 1))).Floats);
        Assert.Equal([9, 1, 2, 8], Evaluate(g => g.ScatterNd(g.Counting(2, 2), g.Longs([0, 0, 1, 1], 2, 2), g.Floats([9, 8], 2))).Floats);
        Assert.Equal([0, 9, 8, 3], Evaluate(g => g.ScatterElements(g.Counting(2, 2), g.Longs([1, 0], 2, 1), g.Floats([9, 8], 2, 1), axis: 1)).Floats);
        Assert.Equal([0, 10, 2], Evaluate(g => g.ScatterElements(g.Counting(3), g.Longs([1], 1), g.Floats([9], 1), 0, ScatterReduction.Add)).Floats);
        Assert.Equal([0, 1, 1, 0], Evaluate(g => g.NonZero(g.Truths([false, true, true, false], 2, 2))).Longs);
        Assert.Equal([0, 2], Evaluate(g => g.Compress(g.Counting(3), g.Truths([true, false, true], 3), 0)).Floats);
    }

    [Fact]
    public void A_convolution_over_time_sums_windows()
    {
        // [0 1 2 3 4] with [1 10]: 10 21 32 43; with one element of padding in front also 0.
        var weights = new float[] { 1, 10 };
        Assert.Equal([10, 21, 32, 43], Evaluate(g => g.Conv(g.Counting(1, 1, 5), g.Floats(weights, 1, 1, 2))).Floats);
        Assert.Equal([0, 10, 21, 32, 43], Evaluate(g => g.Conv(g.Counting(1, 1, 5), g.Floats(weights, 1, 1, 2), window: new() { PadBefore = [1] })).Floats);
        Assert.Equal([11, 33], Evaluate(g => g.Conv(g.Counting(1, 1, 5), g.Floats(weights, 1, 1, 2), g.Floats([1], 1), new() { Strides = [2] })).Floats);
        Assert.Equal([20, 31, 42], Evaluate(g => g.Conv(g.Counting(1, 1, 5), g.Floats(weights, 1, 1, 2), window: new() { Dilations = [2] })).Floats);
    }

    [Fact]
    public void A_convolution_over_an_image_takes_two_axes_and_groups()
    {
        Assert.Equal([1, 1, 2, 2], Evaluate(g => g.Conv(g.Counting(1, 1, 3, 3), g.Counting(1, 1, 2, 2))).Shape);
        Assert.Equal([0, 20], Evaluate(g => g.Conv(g.Counting(1, 2, 1), g.Floats([10, 20], 2, 1, 1), groups: 2)).Floats);
    }

    [Fact]
    public void Pools_take_the_largest_or_the_mean()
    {
        Assert.Equal([1, 3], Evaluate(g => g.MaxPool(g.Counting(1, 1, 5), new() { Sizes = [2], Strides = [2] })).Floats);
        Assert.Equal([0.5f, 1.5f, 2.5f, 3.5f], Evaluate(g => g.AveragePool(g.Counting(1, 1, 5), new() { Sizes = [2] })).Floats);
        Assert.Equal([4], Evaluate(g => g.GlobalMaxPool(g.Counting(1, 1, 5))).Floats);
        Assert.Equal([1, 1, 1], Evaluate(g => g.GlobalAveragePool(g.Counting(1, 1, 5))).Shape);
    }

    [Fact]
    public void Index_notation_names_products()
    {
        Assert.Equal([10, 13, 28, 40], Evaluate(g => g.Einsum("ik,kj->ij", g.Counting(2, 3), g.Counting(3, 2))).Floats);
        Assert.Equal([3, 2], Evaluate(g => g.Einsum("ij -> ji", g.Counting(2, 3))).Shape);
    }

    [Fact]
    public void A_scan_carries_a_state_over_time()
    {
        var results = EvaluateAll(g =>
        {
            var scan = g.Scan("sums", [("sum", g.Floats([0, 10], 2))], [("x", g.Counting(3, 2))], (body, states, elements) =>
            {
                var sum = body.Add(states[0], elements[0]);
                return new([sum], [body.Mul(sum, body.Constant(2f))]);
            });
            return [scan.Carried[0], scan.Collected[0]];
        });

        Assert.Equal([6, 19], results[0].Floats);
        Assert.Equal([0, 22, 4, 28, 12, 38], results[1].Floats);
        Assert.Equal([3, 2], results[1].Shape);
    }

    [Fact]
    public void Eight_bits_hold_a_number_up_to_half_a_step()
    {
        var (scale, zero) = (0.5f, (byte)10);
        var quantized = Evaluate(g => g.QuantizeLinear(g.Floats([-1, 0, 1.2f], 3), g.Constant(scale), g.Weight(Initializer.Of("zero", [zero], []))));
        Assert.Equal([8, 10, 12], (byte[])quantized.Data);
        var back = Evaluate(g => g.DequantizeLinear(g.Weight(Initializer.Of("q", new byte[] { 8, 10, 12 }, 3)), g.Constant(scale), g.Weight(Initializer.Of("zero", [zero], []))));
        Assert.Equal([-1, 0, 1], back.Floats);
        var product = Evaluate(g => g.MatMulInteger(
            g.Weight(Initializer.Of("a", new byte[] { 1, 2 }, 1, 2)), g.Weight(Initializer.Of("b", new sbyte[] { 3, -4 }, 2, 1))));
        Assert.Equal([-5], (int[])product.Data);
        var own = EvaluateAll(g =>
        {
            var (q, step, origin) = g.DynamicQuantizeLinear(g.Floats([0, 255], 2));
            return [q, step, origin];
        });
        Assert.Equal([0, 255], (byte[])own[0].Data);
        Assert.Equal([1f], own[1].Floats);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var g = new GraphBuilder("test");
        var x = g.Input("x", ElementType.Float32, ["batch", 3, 5]);
        (Action Build, string Message)[] mistakes =
        [
            (() => g.Conv(x, g.Counting(4, 2, 2)), "has 3 channels, but"),
            (() => g.MaxPool(x, new() { Sizes = [9] }), "covers 9 elements"),
            (() => g.MaxPool(x, new() { Sizes = [2, 2] }), "are not 1 number(s)"),
            (() => g.Einsum("ij->i", x), "takes 2 dimensions"),
            (() => g.Einsum("ijk->ix", x), "names a letter that no operand has"),
            (() => g.Pad(x, [1], [1]), "are not a number from 0 for each axis"),
            (() => g.Tile(x, 2), "for each axis"),
            (() => g.ReduceSum(x, [0, -3]), "name one twice"),
            (() => g.GatherNd(x, g.Vector(1, 2, 3, 4)), "its last dimension must be a number from 1 to 3"),
            (() => g.Stride(x, 0, 0), "the step is 0"),
            (() => g.Scan("s", [], [], (_, _, _) => new([], [])), "at least one sequence"),
            (() => g.LayerNormalization(x, g.Floats([1, 1], 2)), "cannot be broadcast"),
        ];

        Assert.All(mistakes, mistake => Assert.Contains(mistake.Message, Assert.Throws<GraphBuildException>(mistake.Build).Message, StringComparison.Ordinal));
    }

}
