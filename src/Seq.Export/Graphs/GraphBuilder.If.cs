namespace Seq.Export;

/// <content>The branch.</content>
public sealed partial class GraphBuilder
{
    /// <summary>The value of one of two branches; the other one is not computed (<c>If</c>).</summary>
    /// <param name="name">Name of the branch; what its sides make is named under it.</param>
    /// <param name="condition">Scalar truth value.</param>
    /// <param name="yes">Builds the side of true in the nested graph given; may read values of this graph.</param>
    /// <param name="no">Builds the side of false; its value must have the same type and number of dimensions.</param>
    /// <exception cref="GraphBuildException">The condition is no scalar truth value, or the sides differ in type or number of dimensions.</exception>
    public Value If(string name, Value condition, Func<GraphBuilder, Value> yes, Func<GraphBuilder, Value> no)
    {
        var full = _names.Unique(_prefix + name);
        var (whenTrue, whenFalse) = (new GraphBuilder(this, full + "/then"), new GraphBuilder(this, full + "/else"));
        var (left, right) = (yes(whenTrue), no(whenFalse));
        var node = Add("If", condition).Takes(condition, ElementTypes.Truth).TakesRank(condition, 0).TakesSame(left, right).TakesRank(right, left.Rank);
        whenTrue.Output(full + "/then/result", left, left.Shape);
        whenFalse.Output(full + "/else/result", right, right.Shape);
        node.With("then_branch", whenTrue).With("else_branch", whenFalse);
        return node.Returns(left.Type, [.. left.Shape.Zip(right.Shape, (a, b) => a == b ? a : Shape.Unknown)]);
    }
}
