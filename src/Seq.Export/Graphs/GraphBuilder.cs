using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>Builds an ONNX graph of opset 18: one typed method per operator, which infers type and shape and refuses what does not fit.</summary>
/// <remarks>Operators: github.com/onnx/onnx, docs/Operators.md. The same calls give the same names and bytes.</remarks>
internal sealed partial class GraphBuilder
{
    /// <summary>The newest opset whose operators all have CUDA kernels in old and new releases of ONNX Runtime.</summary>
    internal const int Opset = 18;

    /// <summary>The file version that belongs to the opset; every runtime that knows the one reads the other.</summary>
    internal const int IrVersion = 8;

    private readonly GraphBuilder? _parent;
    private readonly NameTable _names;
    private readonly string _prefix;
    private readonly List<string> _scopes = [];
    private readonly List<Node> _nodes = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _outputs = [];
    private readonly Dictionary<string, (Value Value, Initializer Data)> _initializers = new(StringComparer.Ordinal);

    internal GraphBuilder(string name)
    {
        Name = name;
        _names = new();
        _prefix = "";
    }

    private GraphBuilder(GraphBuilder parent, string name)
    {
        Name = name;
        _parent = parent;
        _names = parent._names;
        _prefix = name + "/";
    }

    internal string Name { get; }

    internal IReadOnlyList<Value> Inputs => _inputs;

    internal IReadOnlyList<Value> Outputs => _outputs;

    /// <summary>All weights and constants, nested graphs excluded, in order of first use.</summary>
    internal IEnumerable<Initializer> Initializers => _initializers.Values.Select(entry => entry.Data);

    /// <summary>Puts a word before the names of the nodes that follow, until disposed.</summary>
    internal NameScope Scope(string name)
    {
        _scopes.Add(name);
        return new(_scopes);
    }

    /// <summary>Adds an input of the graph.</summary>
    internal Value Input(string name, ElementType type, Shape shape)
    {
        var value = new Value(this, _names.Exact(name), type, shape);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Makes a value an output of the graph under a name, with the dimensions that the file shall declare.</summary>
    internal void Output(string name, Value value, Shape shape)
    {
        if (!value.Shape.Fits(shape))
        {
            throw new GraphBuildException(name, $"the output is declared as {shape}, but its value '{value.Name}' is {value.Shape}.");
        }

        // An input, an outer value or a second use keeps its name: a node that copies it gets the new one.
        var output = value.CanBeRenamed && value.Graph == this ? value : Identity(value);
        output.Name = _names.Exact(name);
        output.IsUsed = true;
        output.CanBeRenamed = false;
        _outputs.Add(new(this, output.Name, output.Type, shape));
    }

    /// <summary>A weight. It belongs to the outermost graph, so that nested ones share it; asked for twice, it is one.</summary>
    internal Value Weight(Initializer data)
    {
        if (_parent is not null)
        {
            return _parent.Weight(data);
        }

        return AddInitializer(data.Name, () => data);
    }

    /// <summary>A constant scalar.</summary>
    internal Value Constant(float value) => Constant(FormattableString.Invariant($"float_{value:R}"), name => Initializer.Of(name, [value], []));

    /// <summary>A constant scalar.</summary>
    internal Value Constant(long value) => Constant(FormattableString.Invariant($"int64_{value}"), name => Initializer.Of(name, [value], []));

    /// <summary>A constant scalar.</summary>
    internal Value Constant(double value) => Constant(FormattableString.Invariant($"double_{value:R}"), name => Initializer.Of(name, [value], []));

    /// <summary>A constant scalar.</summary>
    internal Value Constant(uint value) => Constant(FormattableString.Invariant($"uint32_{value}"), name => Initializer.Of(name, [value], []));

    /// <summary>A constant scalar.</summary>
    internal Value Constant(bool value) => Constant(value ? "true" : "false", name => Initializer.Of(name, value));

    /// <summary>A constant vector.</summary>
    internal Value Vector(params long[] values) => Constant("int64s_" + string.Join('_', values), name => Initializer.Of(name, values, values.Length));

    /// <summary>Whether values of a graph can be read here: it is this one or one around it.</summary>
    internal bool Sees(GraphBuilder graph) => graph == this || (_parent?.Sees(graph) ?? false);

    /// <summary>The finished graph with all its weights inside.</summary>
    internal GraphProto ToProto()
    {
        var graph = new GraphProto { Name = Name };
        graph.Node.AddRange(_nodes.Select(node => node.ToProto()));
        graph.Initializer.AddRange(Initializers.Select(data => data.ToProto()));
        graph.Input.AddRange(_inputs.Select(value => value.ToProto()));
        graph.Output.AddRange(_outputs.Select(value => value.ToProto()));
        return graph;
    }

    /// <summary>The inputs or outputs as a manifest lists them.</summary>
    internal static IReadOnlyList<GraphValue> Surface(IReadOnlyList<Value> values) =>
        [.. values.Select(value => new GraphValue(value.Name, value.Type.ToGraphType(), [.. value.Shape]))];

    // Constants stay in the graph that uses them: shape inference of other runtimes does not look outside a loop's body.
    private Value Constant(string name, Func<string, Initializer> create)
    {
        var full = $"{_prefix}constant/{name}";
        return AddInitializer(full, () => create(full));
    }

    private Value AddInitializer(string name, Func<Initializer> create)
    {
        if (!_initializers.TryGetValue(name, out var entry))
        {
            var data = create();
            var value = new Value(this, _names.Exact(name), data.Type, [.. data.Sizes.Select(size => new Dimension(size))]);
            _initializers.Add(name, entry = (value, data));
        }

        return entry.Value;
    }

    private Node Add(string @operator, params ReadOnlySpan<Value?> inputs)
    {
        var scopes = _scopes.Count == 0 ? "" : string.Join('/', _scopes) + "/";
        var node = new Node(this, _names.Unique(_prefix + scopes + @operator), @operator, inputs);
        _nodes.Add(node);
        return node;
    }
}
