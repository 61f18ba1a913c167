namespace Seq.Export;

/// <content>Comparison, logic, choice; shapes broadcast.</content>
public sealed partial class GraphBuilder
{
    /// <summary>left = right (<c>Equal</c>); texts can be compared from opset 19 on.</summary>
    /// <param name="left">Numbers, truth values or text.</param>
    /// <param name="right">Of the same type.</param>
    /// <returns>Truth values.</returns>
    /// <exception cref="GraphBuildException">Types differ or have no such kernel, or the shapes do not broadcast.</exception>
    public Value Equal(Value left, Value right)
    {
        var node = Add("Equal", left, right).Takes(left, [.. ElementTypes.Comparable, ElementType.String]).TakesSame(left, right);
        return node.NeedsOpset(left.Type == ElementType.String ? 19 : 0).Returns(ElementType.Bool, node.Broadcast(left, right));
    }

    /// <summary>left &lt; right (<c>Less</c>).</summary>
    /// <param name="left">Numbers.</param>
    /// <param name="right">Numbers of the same type.</param>
    /// <returns>Truth values.</returns>
    /// <exception cref="GraphBuildException">Types differ or are no numbers, or the shapes do not broadcast.</exception>
    public Value Less(Value left, Value right) => Comparison("Less", left, right, ElementTypes.Numbers);

    /// <summary>left ≤ right (<c>LessOrEqual</c>).</summary>
    /// <inheritdoc cref="Less"/>
    public Value LessOrEqual(Value left, Value right) => Comparison("LessOrEqual", left, right, ElementTypes.Numbers);

    /// <summary>left &gt; right (<c>Greater</c>).</summary>
    /// <inheritdoc cref="Less"/>
    public Value Greater(Value left, Value right) => Comparison("Greater", left, right, ElementTypes.Numbers);

    /// <summary>left ≥ right (<c>GreaterOrEqual</c>).</summary>
    /// <inheritdoc cref="Less"/>
    public Value GreaterOrEqual(Value left, Value right) => Comparison("GreaterOrEqual", left, right, ElementTypes.Numbers);

    /// <summary>Both (<c>And</c>).</summary>
    /// <param name="left">Truth values.</param>
    /// <param name="right">Truth values.</param>
    /// <exception cref="GraphBuildException">These are no truth values, or the shapes do not broadcast.</exception>
    public Value And(Value left, Value right) => Comparison("And", left, right, ElementTypes.Truth);

    /// <summary>Either or both (<c>Or</c>).</summary>
    /// <inheritdoc cref="And"/>
    public Value Or(Value left, Value right) => Comparison("Or", left, right, ElementTypes.Truth);

    /// <summary>Either but not both (<c>Xor</c>).</summary>
    /// <inheritdoc cref="And"/>
    public Value Xor(Value left, Value right) => Comparison("Xor", left, right, ElementTypes.Truth);

    /// <summary>The opposite (<c>Not</c>).</summary>
    /// <param name="x">Truth values.</param>
    /// <exception cref="GraphBuildException">These are no truth values.</exception>
    public Value Not(Value x) => Function("Not", x, ElementTypes.Truth);

    /// <summary>An element of <paramref name="yes"/> where the condition holds, of <paramref name="no"/> elsewhere (<c>Where</c>).</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="yes">Floats, int32, int64, uint8 or text.</param>
    /// <param name="no">Of the same type.</param>
    /// <exception cref="GraphBuildException">Types differ or have no such kernel, or the shapes do not broadcast.</exception>
    public Value Where(Value condition, Value yes, Value no)
    {
        var node = Add("Where", condition, yes, no).Takes(condition, ElementTypes.Truth).Takes(yes, ElementTypes.Selectable).TakesSame(yes, no);
        return node.Returns(yes.Type, node.Broadcast(condition, node.Broadcast(yes, no)));
    }

    private Value Comparison(string @operator, Value left, Value right, ReadOnlySpan<ElementType> types)
    {
        var node = Add(@operator, left, right).Takes(left, types).TakesSame(left, right);
        return node.Returns(ElementType.Bool, node.Broadcast(left, right));
    }
}
