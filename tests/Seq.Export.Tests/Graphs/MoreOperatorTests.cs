using static Seq.Export.Tests.GraphEvaluation;

namespace Seq.Export.Tests;

/// <summary>The neighbours of the operators that the exporter uses, on numbers that can be checked in the head.</summary>
public class MoreOperatorTests
{
    [Fact]
    public void Arithmetic_of_one_number()
    {
        Assert.Equal([1, 0, -2], Evaluate(g => g.Neg(g.Floats([-1, 0, 2], 3))).Floats);
        Assert.Equal([1, 0, 2], Evaluate(g => g.Abs(g.Floats([-1, 0, 2], 3))).Floats);
        Assert.Equal([-1, 0, 1], Evaluate(g => g.Sign(g.Longs([-7, 0, 2], 3))).Longs);
        Assert.Equal([2, 0.5f], Evaluate(g => g.Reciprocal(g.Floats([0.5f, 2], 2))).Floats);
        Assert.Equal([2, 3], Evaluate(g => g.Sqrt(g.Floats([4, 9], 2))).Floats);
        Assert.Equal([-2, 1], Evaluate(g => g.Floor(g.Floats([-1.5f, 1.5f], 2))).Floats);
        Assert.Equal([-1, 2], Evaluate(g => g.Ceil(g.Floats([-1.5f, 1.5f], 2))).Floats);
        Assert.Equal([2, 2, 4], Evaluate(g => g.Round(g.Floats([1.5f, 2.5f, 3.5f], 3))).Floats);
        Assert.Equal([0, 1, 1.5f], Evaluate(g => g.Clip(g.Floats([-3, 1, 9], 3), g.Constant(0f), g.Constant(1.5f))).Floats);
        Assert.Equal([-3, 1, 1.5f], Evaluate(g => g.Clip(g.Floats([-3, 1, 9], 3), max: g.Constant(1.5f))).Floats);
    }

    [Fact]
    public void A_remainder_has_the_sign_of_the_divisor_for_integers_and_of_the_dividend_for_floats()
    {
        Assert.Equal([1, -1], Evaluate(g => g.Mod(g.Longs([-5, 5], 2), g.Longs([3, -3], 2))).Longs);
        Assert.Equal([-2, 2], Evaluate(g => g.Mod(g.Floats([-5, 5], 2), g.Floats([3, -3], 2))).Floats);
    }

    [Fact]
    public void Functions_of_one_number_are_those_of_the_library()
    {
        float[] x = [-0.5f, 0.25f, 0.9f];
        (Func<GraphBuilder, Value, Value> Build, Func<float, float> Expected)[] functions =
        [
            ((g, v) => g.Sin(v), MathF.Sin), ((g, v) => g.Cos(v), MathF.Cos), ((g, v) => g.Tan(v), MathF.Tan), ((g, v) => g.Asin(v), MathF.Asin),
            ((g, v) => g.Acos(v), MathF.Acos), ((g, v) => g.Atan(v), MathF.Atan), ((g, v) => g.Sinh(v), MathF.Sinh), ((g, v) => g.Cosh(v), MathF.Cosh),
            ((g, v) => g.LeakyRelu(v), v => v < 0 ? 0.01f * v : v), ((g, v) => g.Elu(v), v => v < 0 ? MathF.Exp(v) - 1 : v),
            ((g, v) => g.Celu(v, 2f), v => MathF.Max(0, v) + MathF.Min(0, 2 * (MathF.Exp(v / 2) - 1))),
            ((g, v) => g.Selu(v), v => 1.05070099f * (v > 0 ? v : 1.67326324f * (MathF.Exp(v) - 1))), ((g, v) => g.Softplus(v), v => MathF.Log(1 + MathF.Exp(v))),
            ((g, v) => g.Softsign(v), v => v / (1 + MathF.Abs(v))), ((g, v) => g.HardSigmoid(v), v => Math.Clamp((0.2f * v) + 0.5f, 0, 1)),
            ((g, v) => g.HardSwish(v), v => v * Math.Clamp((v / 6) + 0.5f, 0, 1)), ((g, v) => g.PRelu(v, g.Constant(0.5f)), v => v < 0 ? v / 2 : v),
            ((g, v) => g.Mish(v), v => v * MathF.Tanh(MathF.Log(1 + MathF.Exp(v)))), ((g, v) => g.Silu(v), v => v / (1 + MathF.Exp(-v))),
        ];

        Assert.All(functions, function => Assert.Equal(x.Select(function.Expected), Evaluate(g => function.Build(g, g.Floats(x, 3))).Floats, Near));
    }

    [Fact]
    public void Gelu_weighs_by_the_normal_distribution()
    {
        // Φ(1) = 0.841345, Φ(−1) = 0.158655
        Assert.Equal([-0.158655f, 0, 0.841345f], Evaluate(g => g.Gelu(g.Floats([-1, 0, 1], 3))).Floats, Near);
        Assert.Equal([0, 0.842701f], Evaluate(g => g.Erf(g.Floats([0, 1], 2))).Floats, Near);
    }

    [Fact]
    public void Numbers_that_are_none_are_found()
    {
        float[] x = [1, float.NaN, float.PositiveInfinity];
        Assert.Equal([false, true, false], (bool[])Evaluate(g => g.IsNaN(g.Floats(x, 3))).Data);
        Assert.Equal([false, false, true], (bool[])Evaluate(g => g.IsInf(g.Floats(x, 3))).Data);
    }

    [Fact]
    public void Bits_are_combined_one_by_one()
    {
        Assert.Equal([0b1000u], (uint[])Evaluate(g => g.BitwiseAnd(g.Unsigned([0b1100], 1), g.Unsigned([0b1010], 1))).Data);
        Assert.Equal([0b1110u], (uint[])Evaluate(g => g.BitwiseOr(g.Unsigned([0b1100], 1), g.Unsigned([0b1010], 1))).Data);
        Assert.Equal([0xfffffff3u], (uint[])Evaluate(g => g.BitwiseNot(g.Unsigned([0b1100], 1))).Data);
        Assert.Equal([0b110000u], (uint[])Evaluate(g => g.ShiftLeft(g.Unsigned([0b1100], 1), g.Constant(2u))).Data);
    }

    [Fact]
    public void Comparisons_may_include_equality()
    {
        Assert.Equal([true, true, false], (bool[])Evaluate(g => g.LessOrEqual(g.Counting(3), g.Constant(1f))).Data);
        Assert.Equal([false, true, true], (bool[])Evaluate(g => g.GreaterOrEqual(g.Counting(3), g.Constant(1f))).Data);
        Assert.Equal([false, true, true, false], (bool[])Evaluate(g => g.Xor(g.Truths([true, true, false, false], 4), g.Truths([true, false, true, false], 4))).Data);
    }

    [Fact]
    public void Reductions_take_one_axis_or_several()
    {
        Assert.Equal([1, 4], Evaluate(g => g.ReduceMean(g.Counting(2, 3), axis: 1)).Floats);
        Assert.Equal([0, 60], Evaluate(g => g.ReduceProd(g.Counting(2, 3), axis: 1)).Floats);
        Assert.Equal([6], Evaluate(g => g.ReduceL1(g.Floats([-1, 2, -3], 3), axis: 0)).Floats);
        Assert.Equal([5], Evaluate(g => g.ReduceL2(g.Floats([3, -4], 1, 2), axis: 1)).Floats);
        Assert.Equal([25], Evaluate(g => g.ReduceSumSquare(g.Floats([3, -4], 1, 2), axis: 1)).Floats);
        Assert.Equal([MathF.Log(2)], Evaluate(g => g.ReduceLogSumExp(g.Floats([0, 0], 1, 2), axis: 1)).Floats, Near);
        Assert.Equal([15], Evaluate(g => g.ReduceSum(g.Counting(1, 2, 3), [1, -1])).Floats);
        Assert.Equal([1, 1, 2], Evaluate(g => g.ReduceMax(g.Counting(3, 1, 2), [0, 1], keep: true)).Shape);
        Assert.Equal([0, 1], Evaluate(g => g.ReduceMin(g.Counting(3, 2), [0])).Floats);
        Assert.Equal([2.5f], Evaluate(g => g.ReduceMean(g.Counting(1, 2, 3), [1, 2])).Floats);
        Assert.Equal([0, 1], Evaluate(g => g.ArgMin(g.Floats([1, 5, 9, 2], 2, 2), axis: 1)).Longs);
    }

    [Fact]
    public void Rows_are_turned_round_up_to_their_lengths()
    {
        // [time 3, batch 2]: columns 0 2 4 and 1 3 5
        Assert.Equal([2, 5, 0, 3, 4, 1], Evaluate(g => g.ReverseSequence(g.Counting(3, 2), g.Longs([2, 3], 2))).Floats);
        Assert.Equal([1, 0, 2, 5, 4, 3], Evaluate(g => g.ReverseSequence(g.Counting(2, 3), g.Longs([2, 3], 2), timeAxis: 1)).Floats);
        Assert.Equal([5, 3, 0], EvaluateAll(g => [g.CumSum(g.Floats([2, 3, 0], 3), 0, reverse: true)])[0].Floats);
        Assert.Equal([0, 1], EvaluateAll(g => [g.TopK(g.Counting(4), g.Vector(2), 0, 2, largest: false).Values])[0].Floats);
    }

    [Fact]
    public void Normalization_gives_mean_0_and_variance_1()
    {
        var layer = Evaluate(g => g.LayerNormalization(g.Floats([1, 3, 10, 30], 2, 2), g.Floats([1, 1], 2), g.Floats([0, 5], 2), epsilon: 0));
        Assert.Equal([-1, 6, -1, 6], layer.Floats, Near);
        var batch = Evaluate(g => g.BatchNormalization(g.Floats([1, 2], 1, 2), g.Floats([2, 2], 2), g.Floats([0, 1], 2), g.Floats([0, 2], 2), g.Floats([1, 4], 2), 0));
        Assert.Equal([2, 1], batch.Floats, Near);
        Assert.Equal([0, 1, 0], Evaluate(g => g.Hardmax(g.Floats([1, 5, 5], 1, 3), 1)).Floats);
        Assert.Equal([0.6f, 0.8f], Evaluate(g => g.LpNormalization(g.Floats([3, 4], 1, 2), 1)).Floats, Near);
    }

    internal static bool Near(float left, float right) => MathF.Abs(left - right) < 2e-6f;
}
