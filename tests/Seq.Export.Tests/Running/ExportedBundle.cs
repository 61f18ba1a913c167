using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

/// <summary>A random model, exported, with its graphs loaded.</summary>
internal class ExportedBundle : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, OnnxGraph> _graphs = new(StringComparer.Ordinal);

    internal ExportedBundle(ModelDescription description, int seed, ExportOptions? options = null, Action<Dictionary<string, float[]>>? change = null)
    {
        var tensors = new Dictionary<string, float[]>();
        var checkpoint = RandomCheckpoint.Write(_folder["checkpoint"], description, seed, change: weights =>
        {
            change?.Invoke(weights);
            tensors = weights;
        });
        Tensors = tensors;
        Report = BundleExporter.Export(checkpoint, _folder["bundle"], options);
        Bundle = Bundle.Open(_folder["bundle"]);
    }

    internal IReadOnlyDictionary<string, float[]> Tensors { get; }

    internal ExportReport Report { get; }

    internal Bundle Bundle { get; }

    internal OnnxGraph Graph(string name)
    {
        if (!_graphs.TryGetValue(name, out var graph))
        {
            _graphs.Add(name, graph = new(Bundle.PathOf(name)));
        }

        return graph;
    }

    /// <summary>Closes the graphs; none of those that ran may have made ONNX Runtime warn.</summary>
    public void Dispose()
    {
        foreach (var (name, graph) in _graphs)
        {
            Assert.True(graph.Warnings.Count == 0, $"{name}: {string.Join(Environment.NewLine, graph.Warnings)}");
            graph.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>The first states of a step graph: what is known under their names, or zeros.</summary>
    internal Dictionary<string, Tensor> FirstStates(int rows, IReadOnlyDictionary<string, Tensor> known)
    {
        var entry = Bundle.Graph(GraphNames.Step);
        return entry.States.ToDictionary(state => state.Input, state => state.InitialFrom is { } from ? known[from] : Zeros(entry, state.Input, rows));
    }

    private static Tensor Zeros(GraphEntry entry, string input, int rows)
    {
        var sizes = entry.Inputs.Single(value => value.Name == input).Shape.Skip(1).Select(dimension => dimension.Size).ToList();
        return Tensor.Of(new float[rows * sizes.Aggregate(1L, (product, size) => product * size)], [rows, .. sizes]);
    }
}
