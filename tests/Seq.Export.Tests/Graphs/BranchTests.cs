namespace Seq.Export.Tests;

/// <summary>Branches, and the operators on bits and running sums.</summary>
public class BranchTests
{
    [Theory]
    [InlineData(true, 12f)]
    [InlineData(false, 20f)]
    public void A_branch_gives_the_side_that_the_condition_names(bool condition, float expected)
    {
        var result = GraphEvaluation.Evaluate(g =>
        {
            var x = g.Floats([10], 1);
            return g.If("side", g.Constant(condition), yes => yes.Add(x, yes.Constant(2f)), no => no.Add(x, x));
        });

        Assert.Equal([expected], result.Floats);
    }

    [Fact]
    public void A_branch_may_hand_on_an_outer_value_and_nest()
    {
        var result = GraphEvaluation.Evaluate(g =>
        {
            var x = g.Floats([10], 1);
            return g.If("a", g.Constant(false), _ => x, no => no.If("b", no.Constant(true), _ => x, deeper => deeper.Add(x, x)));
        });

        Assert.Equal([10f], result.Floats);
    }

    [Fact]
    public void Sides_of_different_shape_leave_the_size_open()
    {
        var g = new GraphBuilder("test");
        var x = g.Counting(4, 6);

        var value = g.If("side", g.Constant(true), _ => x, no => no.Slice(x, axis: 1, 0, 2));

        Assert.Equal("[4, ?]", value.Shape.ToString());
    }

    [Fact]
    public void Sides_of_different_type_or_rank_are_refused()
    {
        var g = new GraphBuilder("test");
        var x = g.Counting(4, 6);

        Assert.Contains("Int64", Assert.Throws<GraphBuildException>(
            () => g.If("side", g.Constant(true), _ => x, no => no.Cast(x, ElementType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains("2 dimensions", Assert.Throws<GraphBuildException>(
            () => g.If("side", g.Constant(true), _ => x, no => no.ReduceMax(x, axis: 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unsigned_arithmetic_wraps_and_shifts_in_zeros()
    {
        var results = GraphEvaluation.EvaluateAll(g =>
        {
            var x = g.Unsigned([0x80000001, 0xffffffff], 2);
            return [g.Mul(x, g.Constant(2u)), g.ShiftRight(x, g.Constant(4u)), g.BitwiseXor(x, g.Constant(0xffu))];
        });

        Assert.Equal<uint>([2, 0xfffffffe], (uint[])results[0].Data);
        Assert.Equal<uint>([0x08000000, 0x0fffffff], (uint[])results[1].Data);
        Assert.Equal<uint>([0x800000fe, 0xffffff00], (uint[])results[2].Data);
    }

    [Fact]
    public void Floats_have_no_bits_to_shift()
    {
        var g = new GraphBuilder("test");

        Assert.Throws<GraphBuildException>(() => g.ShiftRight(g.Counting(2), g.Counting(2)));
        Assert.Throws<GraphBuildException>(() => g.BitwiseXor(g.Counting(2), g.Counting(2)));
    }

    [Fact]
    public void Running_sums_include_or_exclude_where_they_stand()
    {
        var results = GraphEvaluation.EvaluateAll(g =>
        {
            var x = g.Floats([1, 2, 3, 4, 5, 6], 2, 3);
            return [g.CumSum(x, axis: 1), g.CumSum(x, axis: 1, exclusive: true), g.Pow(g.Doubles([2, 9], 2), g.Constant(0.5))];
        });

        Assert.Equal([1, 3, 6, 4, 9, 15], results[0].Floats);
        Assert.Equal([0, 1, 3, 0, 4, 9], results[1].Floats);
        Assert.Equal([Math.Sqrt(2), 3], (double[])results[2].Data);
    }
}
