using Google.Protobuf;
using Seq.Export.Onnx;
using AttributeType = Seq.Export.Onnx.AttributeProto.Types.AttributeType;

namespace Seq.Export;

/// <summary>An operator at work, and the checks that its inputs must pass. Every failure names the node.</summary>
internal sealed partial class Node : IGraphPart
{
    private readonly GraphBuilder _graph;
    private readonly Value?[] _inputs;
    private readonly List<Value> _outputs = [];
    private readonly List<AttributeProto> _attributes = [];
    private readonly List<(string Name, GraphBuilder Body)> _bodies = [];
    private readonly string _operator;
    private readonly string _domain;
    private int _opset;

    internal Node(GraphBuilder graph, string name, string @operator, ReadOnlySpan<Value?> inputs, string domain = "")
    {
        _graph = graph;
        _operator = @operator;
        _domain = domain;
        _inputs = inputs.ToArray();
        Name = name;
        foreach (var input in _inputs)
        {
            if (input is null)
            {
                continue;
            }

            if (!graph.Sees(input.Graph))
            {
                throw Fail($"the input '{input.Name}' belongs to another graph.");
            }

            input.IsUsed = true;
        }

        NeedsOpset(domain.Length == 0 ? OperatorVersions.Introduced(@operator) : 0);
    }

    /// <summary>Scopes and operator: <c>decoder/attention/MatMul_1</c>.</summary>
    internal string Name { get; }

    internal GraphBuildException Fail(string problem) => new(Name, problem);

    /// <summary>Demands that an input has one of some element types.</summary>
    internal Node Takes(Value input, ReadOnlySpan<ElementType> types)
    {
        if (!types.Contains(input.Type))
        {
            throw Fail($"'{input.Name}' is {input.Type}; {_operator} takes {string.Join(", ", types.ToArray())} here.");
        }

        return this;
    }

    /// <summary>Demands that inputs have the same element type.</summary>
    internal Node TakesSame(Value left, Value right)
    {
        if (left.Type != right.Type)
        {
            throw Fail($"'{left.Name}' is {left.Type}, but '{right.Name}' is {right.Type}; both must be of one type.");
        }

        return this;
    }

    /// <summary>Demands that an input has a number of dimensions.</summary>
    internal Node TakesRank(Value input, int rank)
    {
        if (input.Rank != rank)
        {
            throw Fail($"'{input.Name}' is {input.Shape}; {_operator} takes {rank} dimensions here.");
        }

        return this;
    }

    /// <summary>Demands that an input fits a shape.</summary>
    internal Node TakesShape(Value? input, Shape shape)
    {
        if (input is not null && !input.Shape.Fits(shape))
        {
            throw Fail($"'{input.Name}' is {input.Shape}; {shape} is needed.");
        }

        return this;
    }

    /// <summary>Turns an axis counted from the end into one counted from the start.</summary>
    internal int Axis(int axis, int rank)
    {
        var result = axis < 0 ? axis + rank : axis;
        return result >= 0 && result < rank ? result : throw Fail($"axis {axis} does not exist in {rank} dimensions.");
    }

    /// <summary>Turns axes counted from the end into ones counted from the start; each may be named once.</summary>
    internal int[] Axes(IReadOnlyList<int> axes, int rank)
    {
        var places = axes.Select(axis => Axis(axis, rank)).ToArray();
        return places.Distinct().Count() == places.Length ? places : throw Fail($"the axes ({string.Join(", ", axes)}) name one twice.");
    }

    /// <summary>The common shape of element-wise inputs.</summary>
    internal Shape Broadcast(Value left, Value right) => Broadcast(left, right.Shape);

    internal Shape Broadcast(Value left, Shape right) =>
        Shape.Broadcast(left.Shape, right) ?? throw Fail($"'{left.Name}' {left.Shape} and {right} cannot be broadcast to one shape.");

    internal Node With(string name, long value)
    {
        _attributes.Add(new() { Name = name, Type = AttributeType.Int, I = value });
        return this;
    }

    internal Node With(string name, float value)
    {
        _attributes.Add(new() { Name = name, Type = AttributeType.Float, F = value });
        return this;
    }

    internal Node With(string name, string value)
    {
        _attributes.Add(new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) });
        return this;
    }

    internal Node With(string name, IEnumerable<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        _attributes.Add(attribute);
        return this;
    }

    internal Node With(string name, IEnumerable<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values);
        _attributes.Add(attribute);
        return this;
    }

    internal Node With(string name, IEnumerable<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Strings };
        attribute.Strings.AddRange(values.Select(ByteString.CopyFromUtf8));
        _attributes.Add(attribute);
        return this;
    }

    internal Node With(string name, TensorProto value)
    {
        _attributes.Add(new() { Name = name, Type = AttributeType.Tensor, T = value });
        return this;
    }

    /// <summary>Adds a nested graph; it is turned into its message with the node, so that its outer values may still be renamed.</summary>
    internal Node With(string name, GraphBuilder body)
    {
        _bodies.Add((name, body));
        return this;
    }

    /// <summary>The only output of the node.</summary>
    internal Value Returns(ElementType type, Shape shape) => AddOutput(Name, type, shape, optional: false);

    /// <summary>One of several outputs, in the operator's order.</summary>
    internal Value Returns(string part, ElementType type, Shape shape, bool optional = false) => AddOutput($"{Name}.{part}", type, shape, optional);

    private Value AddOutput(string name, ElementType type, Shape shape, bool optional)
    {
        var value = new Value(_graph, name, type, shape) { IsOptional = optional, CanBeRenamed = true };
        _outputs.Add(value);
        return value;
    }
}
