using Seq.Export.Onnx;

namespace Seq.Export;

/// <content>The finished graph as a message, in the form of its operator set.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Rewrites the graph for an older operator set; a newer one changes nothing.</summary>
    /// <exception cref="GraphBuildException">A node needs the newer one.</exception>
    internal void LowerTo(int opset)
    {
        CheckOpset(opset);
        _opset = Math.Min(_opset, opset);
    }

    internal void CheckOpset(int opset)
    {
        foreach (var part in _parts)
        {
            part.CheckOpset(opset);
        }
    }

    /// <summary>The finished graph with all its weights inside.</summary>
    internal GraphProto ToProto()
    {
        var graph = ToProtoWithoutInitializers();
        graph.Initializer.AddRange(Referenced(graph, _initializers.Values.Select(entry => entry.Data)).Select(data => data.ToProto()));
        return graph;
    }

    private GraphProto ToProtoWithoutInitializers()
    {
        var graph = new GraphProto { Name = Name };
        graph.Node.AddRange(_parts.SelectMany(part => part.ToProtos()));
        graph.Input.AddRange(_inputs.Select(value => value.ToProto()));
        graph.Output.AddRange(_outputs.Select(value => value.ToProto()));
        return graph;
    }

    private IEnumerable<Initializer> Referenced(IEnumerable<Initializer> all) => Opset >= DefaultOpset ? all : Referenced(ToProtoWithoutInitializers(), all);

    // In an older form some constants have become attributes; a runtime warns of tensors that nothing reads.
    private IEnumerable<Initializer> Referenced(GraphProto graph, IEnumerable<Initializer> all)
    {
        if (Opset >= DefaultOpset)
        {
            return all;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(graph, names);
        return all.Where(data => names.Contains(data.Name));
    }

    private static void Collect(GraphProto graph, HashSet<string> names)
    {
        names.UnionWith(graph.Output.Select(output => output.Name));
        foreach (var node in graph.Node)
        {
            names.UnionWith(node.Input);
            foreach (var body in node.Attribute.Where(attribute => attribute.G is not null))
            {
                Collect(body.G, names);
            }
        }
    }
}
