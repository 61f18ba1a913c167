using System.Runtime.InteropServices;
using Google.Protobuf;
using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>The graphs of a bundle, to be damaged in a way that only their numbers show, and written as a bundle whose hashes fit.</summary>
internal sealed class FaultyBundle
{
    private readonly Bundle _bundle;
    private readonly Dictionary<string, ModelProto> _graphs;
    private int _added;

    internal FaultyBundle(string path)
    {
        _bundle = Bundle.Open(path);
        _graphs = _bundle.Manifest.Graphs.Keys.ToDictionary(name => name, name => ModelProto.Parser.ParseFrom(File.ReadAllBytes(_bundle.PathOf(name))));
    }

    /// <summary>How many places were changed so far.</summary>
    internal int Changes { get; private set; }

    /// <summary>Changes the numbers of a weight in every graph that has it.</summary>
    /// <param name="name">The end of its name.</param>
    /// <param name="change">Takes numbers and dimensions.</param>
    /// <param name="graphs">Which graphs; all if none are named.</param>
    internal FaultyBundle Weight(string name, Action<float[], long[]> change, params string[] graphs)
    {
        foreach (var tensor in Chosen(graphs).SelectMany(graph => graph.Initializer).Where(tensor => tensor.Name.EndsWith(name, StringComparison.Ordinal)))
        {
            var values = MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
            change(values, [.. tensor.Dims]);
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
            Changes++;
        }

        return this;
    }

    /// <summary>Changes nodes, those of loops and branches too.</summary>
    /// <param name="operator">Their operator.</param>
    /// <param name="name">Part of their name.</param>
    /// <param name="change">Takes the graph that a node stands in and the node.</param>
    /// <param name="graphs">Which graphs; all if none are named.</param>
    internal FaultyBundle Nodes(string @operator, string name, Action<GraphProto, NodeProto> change, params string[] graphs)
    {
        foreach (var (graph, node) in Chosen(graphs).SelectMany(All).Where(pair => pair.Node.OpType == @operator && pair.Node.Name.Contains(name, StringComparison.Ordinal)).ToList())
        {
            change(graph, node);
            Changes++;
        }

        return this;
    }

    /// <summary>Makes nodes return an input of theirs as it is.</summary>
    internal FaultyBundle Skip(string @operator, string name, int input, params string[] graphs) => Nodes(@operator, name, (_, node) =>
    {
        var kept = node.Input[input];
        node.OpType = "Identity";
        node.Attribute.Clear();
        node.Input.Clear();
        node.Input.Add(kept);
    }, graphs);

    /// <summary>Puts another operator in the place of one.</summary>
    internal FaultyBundle Replace(string @operator, string other, string name, params string[] graphs) => Nodes(@operator, name, (_, node) => node.OpType = other, graphs);

    /// <summary>Makes the node that returns a value return an input of its own instead.</summary>
    internal FaultyBundle Returns(string output, int input, params string[] graphs)
    {
        foreach (var node in Chosen(graphs).SelectMany(All).Select(pair => pair.Node).Where(node => node.Output.Contains(output)).ToList())
        {
            var kept = node.Input[input];
            node.OpType = "Identity";
            node.Attribute.Clear();
            node.Input.Clear();
            node.Input.Add(kept);
            Changes++;
        }

        return this;
    }

    /// <summary>Makes the node that returns a value return another one as it is.</summary>
    internal FaultyBundle Becomes(string output, string value, params string[] graphs)
    {
        foreach (var node in Chosen(graphs).SelectMany(All).Select(pair => pair.Node).Where(node => node.Output.Contains(output)).ToList())
        {
            node.OpType = "Identity";
            node.Attribute.Clear();
            node.Input.Clear();
            node.Input.Add(value);
            Changes++;
        }

        return this;
    }

    /// <summary>Feeds all nodes that take an input of the graph with something else.</summary>
    internal FaultyBundle Rewire(string from, Func<GraphProto, string> to, params string[] graphs)
    {
        foreach (var graph in Chosen(graphs))
        {
            var users = All(graph).Select(pair => pair.Node).Where(node => node.Input.Contains(from)).ToList();
            var other = users.Count == 0 ? "" : to(graph);
            foreach (var node in users)
            {
                for (var i = 0; i < node.Input.Count; i++)
                {
                    node.Input[i] = node.Input[i] == from ? other : node.Input[i];
                }

                Changes++;
            }
        }

        return this;
    }

    /// <summary>Exchanges what all nodes take from two inputs of the graph.</summary>
    internal FaultyBundle ExchangeInputs(string one, string other, params string[] graphs)
    {
        foreach (var node in Chosen(graphs).SelectMany(All).Select(pair => pair.Node))
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                var name = node.Input[i];
                node.Input[i] = name == one ? other : name == other ? one : name;
                Changes += name == node.Input[i] ? 0 : 1;
            }
        }

        return this;
    }

    /// <summary>Changes the texts of a table.</summary>
    internal FaultyBundle Texts(string name, Action<IList<ByteString>> change, params string[] graphs)
    {
        foreach (var tensor in Chosen(graphs).SelectMany(graph => graph.Initializer).Where(tensor => tensor.Name.EndsWith(name, StringComparison.Ordinal)))
        {
            change(tensor.StringData);
            Changes++;
        }

        return this;
    }

    /// <summary>Exchanges the names of two values, so that the graph returns each as the other.</summary>
    internal FaultyBundle ExchangeOutputs(string one, string other, string graph)
    {
        foreach (var node in _graphs[graph].Graph.Node)
        {
            foreach (var names in new[] { node.Input, node.Output })
            {
                for (var i = 0; i < names.Count; i++)
                {
                    var name = names[i];
                    names[i] = name == one ? other : name == other ? one : name;
                    Changes += name == names[i] ? 0 : 1;
                }
            }
        }

        return this;
    }

    /// <summary>Exchanges two weights of one shape.</summary>
    internal FaultyBundle ExchangeWeights(string one, string other, string graph)
    {
        var tensors = _graphs[graph].Graph.Initializer;
        var (left, right) = (tensors.Single(tensor => tensor.Name == one), tensors.Single(tensor => tensor.Name == other));
        (left.RawData, right.RawData) = (right.RawData, left.RawData);
        Changes++;
        return this;
    }

    /// <summary>Adds a constant to a graph.</summary>
    /// <returns>Its name.</returns>
    internal string Constant<T>(GraphProto graph, TensorProto.Types.DataType type, T[] values, params long[] dims)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = $"fault_{_added++}", DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.AddRange(dims);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a node in front of all others.</summary>
    /// <returns>The name of what it returns.</returns>
    internal string Node(GraphProto graph, string @operator, params string[] inputs)
    {
        var node = new NodeProto { Name = $"fault_{_added}", OpType = @operator };
        node.Input.AddRange(inputs);
        node.Output.Add($"fault_{_added++}");
        graph.Node.Insert(graph.Node.TakeWhile(known => known.Name.StartsWith("fault_", StringComparison.Ordinal)).Count(), node);
        return node.Output[0];
    }

    /// <summary>Writes the bundle.</summary>
    internal void Write(string path) => Bundle.Write(path, _bundle.Manifest, _bundle.SourceVocabulary, _bundle.TargetVocabulary, folder =>
    {
        foreach (var file in _bundle.Manifest.Files.Keys.Where(file => !File.Exists(Path.Combine(folder, file))))
        {
            File.Copy(Path.Combine(_bundle.FolderPath, file), Path.Combine(folder, file));
        }

        foreach (var (name, model) in _graphs)
        {
            File.WriteAllBytes(Path.Combine(folder, _bundle.Graph(name).File), model.ToByteArray());
        }
    });

    private IEnumerable<GraphProto> Chosen(string[] graphs) => _graphs.Where(pair => graphs.Length == 0 || graphs.Contains(pair.Key)).Select(pair => pair.Value.Graph);

    private static IEnumerable<(GraphProto Graph, NodeProto Node)> All(GraphProto graph) =>
        graph.Node.SelectMany(node => node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => All(attribute.G)).Prepend((graph, node)));
}
