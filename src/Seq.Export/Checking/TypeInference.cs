using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>Types and shapes of what a node returns, from those of what it takes; contradictions are reported.</summary>
internal sealed partial class TypeInference
{
    private readonly NodeProto _node;
    private readonly IReadOnlyList<KnownValue?> _inputs;
    private readonly Action<string> _report;

    private TypeInference(NodeProto node, KnownValues known, Action<string> report)
    {
        _node = node;
        _report = report;
        _inputs = [.. node.Input.Select(input => input.Length == 0 ? null : known.Find(input))];
    }

    /// <summary>Infers.</summary>
    /// <returns>One entry per output as far as anything is known; null where nothing is.</returns>
    internal static IReadOnlyList<KnownValue?> Infer(NodeProto node, KnownValues known, Action<string> report) => new TypeInference(node, known, report).Infer();

    private IReadOnlyList<KnownValue?> Infer() => _node.OpType switch
    {
        "Add" or "Sub" or "Mul" or "Div" or "Mod" or "Pow" or "Min" or "Max" or "BitwiseAnd" or "BitwiseOr" or "BitwiseXor" or "BitShift" or "StringConcat" or "PRelu" =>
            [Broadcast(Same(0, 1), 0, 1)],
        "And" or "Or" or "Xor" => [Broadcast(Is(ElementType.Bool, 0, 1), 0, 1)],
        "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" => [Broadcast(Same(0, 1) is null ? null : (int)ElementType.Bool, 0, 1)],
        "Where" => [Is(ElementType.Bool, 0) is null ? null : Broadcast(Same(1, 2), 0, 1, 2)],
        "Abs" or "Neg" or "Sign" or "Exp" or "Log" or "Sqrt" or "Reciprocal" or "Floor" or "Ceil" or "Round" or "Sin" or "Cos" or "Tan" or "Asin" or "Acos" or "Atan" or "Sinh"
            or "Cosh" or "Erf" or "Tanh" or "Sigmoid" or "Relu" or "LeakyRelu" or "Elu" or "Celu" or "Selu" or "Softplus" or "Softsign" or "HardSigmoid" or "HardSwish" or "Mish"
            or "Identity" or "BitwiseNot" or "CumSum" or "Trilu" or "ReverseSequence" or "Softmax" or "LogSoftmax" or "Hardmax" or "LpNormalization" or "StringNormalizer"
            or "ScatterElements" or "ScatterND" or "BatchNormalization" or "LayerNormalization" or "Clip" => [_inputs[0] is { } x ? new(x.Type, x.Shape, OfIdentity(x)) : null],
        "Not" => [Is(ElementType.Bool, 0) is { } type ? new(type, _inputs[0]?.Shape) : null],
        "IsNaN" or "IsInf" or "RegexFullMatch" => [_inputs[0] is { } x ? new((int)ElementType.Bool, x.Shape) : null],
        "Cast" => [new((int)(Attribute("to")?.I ?? 0), _inputs[0]?.Shape)],
        "MatMul" => [MatMul(Same(0, 1))],
        "Gemm" => [Gemm(Same(0, 1))],
        "Transpose" => [Transpose()],
        "Gather" => [Gather()],
        "GatherElements" => [_inputs[0] is { } x ? new(x.Type, _inputs[1]?.Shape) : null],
        "Concat" => [Concat()],
        "Reshape" => [Reshape()],
        "Squeeze" or "Unsqueeze" => [Squeeze(_node.OpType == "Squeeze")],
        "Shape" => [SizesOf()],
        "Size" => [new((int)ElementType.Int64, [])],
        "ReduceMax" or "ReduceMin" or "ReduceSum" or "ReduceMean" or "ReduceProd" or "ReduceL1" or "ReduceL2" or "ReduceLogSumExp" or "ReduceSumSquare" => [Reduce()],
        "ArgMax" or "ArgMin" => [Place()],
        "LSTM" => Recurrent(gates: 4),
        "GRU" => Recurrent(gates: 3),
        "RNN" => Recurrent(gates: 1),
        "If" => Branches(),
        "Loop" => Loop(),
        "LabelEncoder" => [Attribute("values_int64s") is null ? null : new((int)ElementType.Int64, _inputs[0]?.Shape)],
        _ => [],
    };

    private IReadOnlyList<long>? OfIdentity(KnownValue x) => _node.OpType == "Identity" ? x.Numbers : null;

    private AttributeProto? Attribute(string name) => _node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    private long Number(string name, long otherwise) => Attribute(name)?.I ?? otherwise;

    /// <summary>The one type of some inputs; null when it is not known, or they differ, which is reported.</summary>
    private int? Same(params ReadOnlySpan<int> places)
    {
        int? type = null;
        foreach (var place in places)
        {
            if (_inputs[place] is not { } input)
            {
                continue;
            }

            if (type is { } first && first != input.Type)
            {
                _report($"'{_node.Input[place]}' is {input}, but another input is of type {TypeNames.Element(first)}; both must be of one type.");
                return null;
            }

            type = input.Type;
        }

        return type;
    }

    private int? Is(ElementType expected, params ReadOnlySpan<int> places)
    {
        foreach (var place in places)
        {
            if (_inputs[place] is { } input && input.Type != (int)expected)
            {
                _report($"'{_node.Input[place]}' is {input}; {_node.OpType} takes {TypeNames.Element((int)expected)} here.");
                return null;
            }
        }

        return (int)expected;
    }

    private KnownValue? Broadcast(int? type, params ReadOnlySpan<int> places)
    {
        Shape? shape = [];
        foreach (var place in places)
        {
            if (_inputs[place]?.Shape is not { } next)
            {
                shape = null;
                break;
            }

            var both = BroadcastFixed(shape, next);
            if (both is null)
            {
                _report($"'{_node.Input[place]}' {next} and {shape} cannot be broadcast to one shape.");
                return null;
            }

            shape = both;
        }

        return type is { } known ? new(known, shape) : null;
    }

    /// <summary>Different names may turn out equal in a model of unknown origin: they give an unknown dimension.</summary>
    private static Shape? BroadcastFixed(Shape left, Shape right)
    {
        Shape Plain(Shape shape, Shape other) => [.. shape.Select((size, axis) =>
            size.Name is not null && other.Count - shape.Count + axis is >= 0 and var place && other[place] is { Name: not null } named && named != size ? Shape.Unknown : size)];
        return Shape.Broadcast(Open(Plain(left, right), right), Open(Plain(right, left), left));
    }

    // A name may be whatever fixed size stands opposite.
    private static Shape Open(Shape shape, Shape other) => [.. shape.Select((size, axis) =>
        size.Name is not null && other.Count - shape.Count + axis is >= 0 and var place && other[place] is { Name: null, Size: > 1 } ? Shape.Unknown : size)];

    private int? Axis(long axis, int rank)
    {
        var place = axis < 0 ? axis + rank : axis;
        if (place >= 0 && place < rank)
        {
            return (int)place;
        }

        _report($"The axis {axis} does not exist in {rank} dimensions.");
        return null;
    }

    /// <summary>The places of axes, each named once; null, and reported, where they are not.</summary>
    private List<int>? Axes(IEnumerable<long> axes, int rank)
    {
        var places = axes.Select(axis => Axis(axis, rank)).ToList();
        if (places.Contains(null))
        {
            return null;
        }

        List<int> known = [.. places.OfType<int>()];
        if (known.Distinct().Count() == known.Count)
        {
            return known;
        }

        _report($"The axes {string.Join(", ", known)} name one of them twice.");
        return null;
    }

    /// <summary>A graph that an attribute holds; null, and reported, where it holds none.</summary>
    private GraphProto? Body(string attribute)
    {
        if (Attribute(attribute)?.G is { } graph)
        {
            return graph;
        }

        _report($"The attribute '{attribute}' holds no graph.");
        return null;
    }
}
