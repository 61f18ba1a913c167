using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>The nodes of a finished graph within another one: every name gets a word before it, the inputs become values of the outer graph.</summary>
internal sealed class InlinedGraph : IGraphPart
{
    private readonly GraphBuilder _inner;
    private readonly string _prefix;
    private readonly Dictionary<string, Value> _inputs;
    private readonly Dictionary<string, Value> _weights;

    /// <param name="inner">The finished graph.</param>
    /// <param name="prefix">What goes before its names.</param>
    /// <param name="inputs">The outer value for each of its inputs.</param>
    /// <param name="weights">The outer value for each of its weights and constants.</param>
    internal InlinedGraph(GraphBuilder inner, string prefix, Dictionary<string, Value> inputs, Dictionary<string, Value> weights) =>
        (_inner, _prefix, _inputs, _weights) = (inner, prefix, inputs, weights);

    public void CheckOpset(int opset) => _inner.CheckOpset(opset);

    public IEnumerable<NodeProto> ToProtos()
    {
        var graph = _inner.ToProto();
        Rename(graph);
        return graph.Node;
    }

    private string NewName(string name) => name.Length == 0
        ? name
        : _inputs.GetValueOrDefault(name)?.Name ?? _weights.GetValueOrDefault(name)?.Name ?? _prefix + name;

    private void Rename(GraphProto graph)
    {
        graph.Name = _prefix + graph.Name;
        foreach (var value in graph.Input.Concat(graph.Output))
        {
            value.Name = NewName(value.Name);
        }

        foreach (var data in graph.Initializer)
        {
            data.Name = NewName(data.Name);
        }

        foreach (var node in graph.Node)
        {
            node.Name = _prefix + node.Name;
            Replace(node.Input);
            Replace(node.Output);
            foreach (var body in node.Attribute.Where(attribute => attribute.G is not null))
            {
                Rename(body.G);
            }
        }
    }

    private void Replace(Google.Protobuf.Collections.RepeatedField<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            names[i] = NewName(names[i]);
        }
    }
}
