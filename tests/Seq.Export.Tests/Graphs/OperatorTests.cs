using static Seq.Export.Tests.GraphEvaluation;

namespace Seq.Export.Tests;

/// <summary>Each operator on numbers that can be checked in the head. Type and shape inference is checked by the evaluation itself.</summary>
public class OperatorTests
{
    private static readonly float[] Signs = [-1f, 0f, 2f];

    [Fact]
    public void Arithmetic_broadcasts_a_row_over_a_matrix()
    {
        Assert.Equal([10, 21, 32, 13, 24, 35], Evaluate(g => g.Add(g.Counting(2, 3), g.Floats([10, 20, 30], 3))).Floats);
        Assert.Equal([-10, -19, -28, -7, -16, -25], Evaluate(g => g.Sub(g.Counting(2, 3), g.Floats([10, 20, 30], 3))).Floats);
        Assert.Equal([0, 20, 60, 30, 80, 150], Evaluate(g => g.Mul(g.Counting(2, 3), g.Floats([10, 20, 30], 3))).Floats);
        Assert.Equal([0, 0.5f, 1, 1.5f], Evaluate(g => g.Div(g.Counting(4), g.Constant(2f))).Floats);
        Assert.Equal([0, 1, 1], Evaluate(g => g.Min(g.Counting(3), g.Constant(1f))).Floats);
        Assert.Equal([1, 1, 2], Evaluate(g => g.Max(g.Counting(3), g.Constant(1f))).Floats);
    }

    [Fact]
    public void Integer_division_rounds_towards_zero() => Assert.Equal([-3, 3], Evaluate(g => g.Div(g.Longs([-7, 7], 2), g.Constant(2L))).Longs);

    [Fact]
    public void Functions_work_element_by_element()
    {
        Assert.Equal(Signs.Select(MathF.Tanh), Evaluate(g => g.Tanh(g.Floats(Signs, 3))).Floats, Near);
        Assert.Equal(Signs.Select(x => 1 / (1 + MathF.Exp(-x))), Evaluate(g => g.Sigmoid(g.Floats(Signs, 3))).Floats, Near);
        Assert.Equal([0, 0, 2], Evaluate(g => g.Relu(g.Floats(Signs, 3))).Floats);
        Assert.Equal(Signs.Select(MathF.Exp), Evaluate(g => g.Exp(g.Floats(Signs, 3))).Floats, Near);
        Assert.Equal([0, MathF.Log(2)], Evaluate(g => g.Log(g.Floats([1, 2], 2))).Floats, Near);
    }

    [Fact]
    public void Comparisons_and_logic_give_truth_values()
    {
        Assert.Equal([false, true, false], (bool[])Evaluate(g => g.Equal(g.Counting(3), g.Constant(1f))).Data);
        Assert.Equal([true, false, false], (bool[])Evaluate(g => g.Less(g.Counting(3), g.Constant(1f))).Data);
        Assert.Equal([false, false, true], (bool[])Evaluate(g => g.Greater(g.Counting(3), g.Constant(1f))).Data);
        Assert.Equal([true, true, false], (bool[])Evaluate(g => g.Not(g.Greater(g.Counting(3), g.Constant(1f)))).Data);
        Assert.Equal([false, true], (bool[])Evaluate(g => g.And(g.Constant(true), g.Equal(g.Counting(2), g.Constant(1f)))).Data);
        Assert.Equal([false, true], (bool[])Evaluate(g => g.Or(g.Constant(false), g.Equal(g.Counting(2), g.Constant(1f)))).Data);
        Assert.Equal([9, 1, 9], Evaluate(g => g.Where(g.Equal(g.Counting(3), g.Constant(1f)), g.Counting(3), g.Constant(9f))).Floats);
    }

    [Fact]
    public void Casts_change_the_type_and_cut_the_fraction()
    {
        Assert.Equal([1, -1], Evaluate(g => g.Cast(g.Floats([1.9f, -1.9f], 2), ElementType.Int64)).Longs);
        Assert.Equal([false, true], (bool[])Evaluate(g => g.Cast(g.Counting(2), ElementType.Bool)).Data);
    }

    [Fact]
    public void Matrix_products_contract_the_inner_axis()
    {
        // [0 1 2; 3 4 5] · [0 1; 2 3; 4 5] = [10 13; 28 40]
        Assert.Equal([10, 13, 28, 40], Evaluate(g => g.MatMul(g.Counting(2, 3), g.Counting(3, 2))).Floats);
        Assert.Equal([10, 13, 28, 40], Evaluate(g => g.MatMul(g.Counting(1, 2, 3), g.Counting(3, 2))).Floats);
        Assert.Equal([11, 15, 29, 42], Evaluate(g => g.Gemm(g.Counting(2, 3), g.Counting(3, 2), g.Floats([1, 2], 2))).Floats);
        Assert.Equal([5, 14, 14, 50], Evaluate(g => g.Gemm(g.Counting(2, 3), g.Counting(2, 3), transposeRight: true)).Floats);
    }

    [Fact]
    public void Moving_axes_keeps_the_numbers()
    {
        Assert.Equal([0, 3, 1, 4, 2, 5], Evaluate(g => g.Transpose(g.Counting(2, 3), 1, 0)).Floats);
        Assert.Equal([2, 1, 3], Evaluate(g => g.Unsqueeze(g.Counting(2, 3), axis: 1)).Shape);
        Assert.Equal([2, 3, 1], Evaluate(g => g.Unsqueeze(g.Counting(2, 3), axis: -1)).Shape);
        Assert.Equal([2, 3], Evaluate(g => g.Squeeze(g.Counting(2, 1, 3), axis: 1)).Shape);
        Assert.Equal([3, 2], Evaluate(g => g.Reshape(g.Counting(2, 3), [3, 2])).Shape);
        Assert.Equal([6, 1], Evaluate(g => g.Reshape(g.Counting(2, 3), g.Vector(6, 1), ["rows", 1])).Shape);
        Assert.Equal([0, 1, 2], Evaluate(g => g.Identity(g.Counting(3))).Floats);
    }

    [Fact]
    public void Joining_and_cutting_are_inverse()
    {
        Assert.Equal([0, 1, 0, 2, 3, 1], Evaluate(g => g.Concat(1, g.Counting(2, 2), g.Counting(2, 1))).Floats);
        var parts = EvaluateAll(g => g.Split(g.Counting(2, 3), axis: 1, 1, 2));
        Assert.Equal([0, 3], parts[0].Floats);
        Assert.Equal([1, 2, 4, 5], parts[1].Floats);
        Assert.Equal([1, 2], Evaluate(g => g.Slice(g.Counting(5), axis: 0, 1, 3)).Floats);
        Assert.Equal([3], Evaluate(g => g.Slice(g.Counting(5), axis: 0, -2, -1)).Floats);
    }

    [Fact]
    public void Shapes_can_be_computed_in_the_graph()
    {
        Assert.Equal([3, 4], Evaluate(g => g.SizesOf(g.Counting(2, 3, 4), 1, 3)).Longs);
        Assert.Equal([7, 7, 7], Evaluate(g => g.ConstantOfShape(g.Vector(3), 7L, [3])).Longs);
        Assert.Equal([0.5f, 0.5f], Evaluate(g => g.ConstantOfShape(g.Vector(2), 0.5f, [2])).Floats);
        Assert.Equal([true], (bool[])Evaluate(g => g.ConstantOfShape(g.Vector(1), true, [1])).Data);
        Assert.Equal([1, 3, 5], Evaluate(g => g.Range(g.Constant(1L), g.Constant(6L), g.Constant(2L), 3)).Longs);
        Assert.Equal([0, 1, 0, 1], Evaluate(g => g.Expand(g.Counting(2), g.Vector(2, 2), [2, 2])).Floats);
    }

    [Fact]
    public void Gathering_picks_rows_or_single_elements()
    {
        Assert.Equal([4, 5, 0, 1], Evaluate(g => g.Gather(g.Counting(3, 2), g.Vector(2, 0))).Floats);
        Assert.Equal([1, 3, 5], Evaluate(g => g.Gather(g.Counting(3, 2), g.Constant(1L), axis: 1)).Floats);
        Assert.Equal([1, 2], Evaluate(g => g.GatherElements(g.Counting(2, 2), g.Longs([1, 0], 2, 1), axis: 1)).Floats);
    }

    [Fact]
    public void Reductions_run_along_one_axis()
    {
        Assert.Equal([2, 5], Evaluate(g => g.ReduceMax(g.Counting(2, 3), axis: 1)).Floats);
        Assert.Equal([0, 1, 2], Evaluate(g => g.ReduceMin(g.Counting(2, 3), axis: 0)).Floats);
        Assert.Equal([2, 1], Evaluate(g => g.ReduceSum(g.Counting(2, 3), axis: -1, keep: true)).Shape);
        Assert.Equal([0.5f, 0.5f], Evaluate(g => g.Softmax(g.Floats([3, 3], 2), axis: 0)).Floats, Near);
        Assert.Equal([-MathF.Log(2), -MathF.Log(2)], Evaluate(g => g.LogSoftmax(g.Floats([3, 3], 1, 2), axis: 1)).Floats, Near);
    }

    [Fact]
    public void The_largest_of_equal_elements_is_the_first()
    {
        Assert.Equal([1, 0], Evaluate(g => g.ArgMax(g.Floats([1, 5, 5, 2, 2, 2], 2, 3), axis: 1)).Longs);
        var top = EvaluateAll(g =>
        {
            var (values, indices) = g.TopK(g.Floats([1, 5, 5, 2], 4), g.Vector(3), axis: 0, 3);
            return [values, indices];
        });
        Assert.Equal([5, 5, 2], top[0].Floats);
        Assert.Equal([1, 2, 3], top[1].Longs);
    }

    private static bool Near(float left, float right) => MathF.Abs(left - right) < 1e-6f;
}
