using Seq.Model;

namespace Seq.Export;

/// <summary>Builds an ONNX graph: one typed method per operator, which infers type and shape and refuses what does not fit.</summary>
/// <remarks>
/// A mistake throws <see cref="GraphBuildException"/> where it is made, with the name of the node, its scopes and both sides of the conflict; no other
/// exception tells of one. The same calls give the same names and bytes. Operators: github.com/onnx/onnx, docs/Operators.md; element types are narrowed to
/// those for which ONNX Runtime's CPU provider has kernels, so that a graph that builds also loads. docs/graph-builder.md shows all this by example.
/// </remarks>
public sealed partial class GraphBuilder
{
    /// <summary>The newest opset whose operators all have CUDA kernels in old and new releases of ONNX Runtime.</summary>
    public const int DefaultOpset = 18;

    private readonly GraphBuilder? _parent;
    private readonly NameTable _names;
    private readonly string _prefix;
    private readonly List<string> _scopes = [];
    private readonly List<IGraphPart> _parts = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _outputs = [];
    private readonly Dictionary<string, (Value Value, Initializer Data)> _initializers = new(StringComparer.Ordinal);
    private int _opset;

    /// <summary>Begins a graph.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="opset">
    /// The version of the standard operators, 17 to 20. Methods are the same for all; what an older one lacks is refused, and where it has another form,
    /// that is written.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The opset is not one of these.</exception>
    public GraphBuilder(string name, int opset = DefaultOpset)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(opset, OperatorVersions.Oldest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opset, OperatorVersions.Newest);
        Name = name;
        _opset = opset;
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

    /// <summary>The name of the graph in the file.</summary>
    public string Name { get; }

    /// <summary>The version of the standard operators that the graph is written in.</summary>
    public int Opset => _parent?.Opset ?? _opset;

    /// <summary>The inputs, in order.</summary>
    public IReadOnlyList<Value> Inputs => _inputs;

    /// <summary>The outputs, in order, with the dimensions that they were declared with.</summary>
    public IReadOnlyList<Value> Outputs => _outputs;

    /// <summary>All weights and constants, nested graphs excluded, in order of first use.</summary>
    internal IEnumerable<Initializer> Initializers => Referenced(_initializers.Values.Select(entry => entry.Data));

    /// <summary>Puts a word before the names of the nodes that follow, until disposed: <c>decoder/attention/MatMul</c>.</summary>
    /// <param name="name">The word.</param>
    public NameScope Scope(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _scopes.Add(name);
        return new(_scopes);
    }

    /// <summary>Adds an input of the graph.</summary>
    /// <param name="name">Its name, which no other value may have.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions; a name for each size that varies from call to call.</param>
    /// <exception cref="GraphBuildException">The name is taken.</exception>
    public Value Input(string name, ElementType type, Shape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        var value = new Value(this, _names.Exact(name), type, shape);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Makes a value an output of the graph under a name, with the dimensions that the file shall declare.</summary>
    /// <param name="name">Its name, which no other value may have.</param>
    /// <param name="value">The value.</param>
    /// <param name="shape">Dimensions to declare, which may say more than is inferred; those of the value if left out.</param>
    /// <exception cref="GraphBuildException">The name is taken, or the dimensions contradict the value's.</exception>
    public void Output(string name, Value value, Shape? shape = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        shape ??= value.Shape;
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

    /// <summary>Whether values of a graph can be read here: it is this one or one around it.</summary>
    internal bool Sees(GraphBuilder graph) => graph == this || (_parent?.Sees(graph) ?? false);

    /// <summary>The inputs or outputs as a manifest lists them.</summary>
    internal static IReadOnlyList<GraphValue> Surface(IReadOnlyList<Value> values) =>
        [.. values.Select(value => new GraphValue(value.Name, value.Type.ToGraphType(), [.. value.Shape]))];

    private Node Add(string @operator, params ReadOnlySpan<Value?> inputs) => AddTo("", @operator, inputs);

    private Node AddTo(string domain, string @operator, ReadOnlySpan<Value?> inputs)
    {
        var node = new Node(this, NewName(@operator), @operator, inputs, domain);
        _parts.Add(node);
        return node;
    }

    private string NewName(string word)
    {
        var scopes = _scopes.Count == 0 ? "" : string.Join('/', _scopes) + "/";
        return _names.Unique(_prefix + scopes + word);
    }
}
