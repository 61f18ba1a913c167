namespace Seq.Export;

/// <content>Comparison, logic, choice; shapes broadcast.</content>
internal sealed partial class GraphBuilder
{
    internal Value Equal(Value left, Value right) => Comparison("Equal", left, right, ElementTypes.Comparable);

    internal Value Less(Value left, Value right) => Comparison("Less", left, right, ElementTypes.Numbers);

    internal Value Greater(Value left, Value right) => Comparison("Greater", left, right, ElementTypes.Numbers);

    internal Value And(Value left, Value right) => Comparison("And", left, right, ElementTypes.Truth);

    internal Value Or(Value left, Value right) => Comparison("Or", left, right, ElementTypes.Truth);

    internal Value Not(Value x) => Add("Not", x).Takes(x, ElementTypes.Truth).Returns(ElementType.Bool, x.Shape);

    /// <summary>An element of <paramref name="yes"/> where the condition holds, of <paramref name="no"/> elsewhere.</summary>
    internal Value Where(Value condition, Value yes, Value no)
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
