using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

/// <summary>A random model, exported, with its graphs loaded and its reference beside them.</summary>
internal sealed class ExportedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, OnnxGraph> _graphs = new(StringComparer.Ordinal);

    internal ExportedModel(EncoderDecoderDescription model, int seed, ExportOptions? options = null, Action<Dictionary<string, float[]>>? change = null)
    {
        Model = model;
        var tensors = new Dictionary<string, float[]>();
        var checkpoint = RandomCheckpoint.Write(_folder["checkpoint"], model, seed, change: weights =>
        {
            change?.Invoke(weights);
            tensors = weights;
        });
        Reference = new(model, tensors);
        Report = BundleExporter.Export(checkpoint, _folder["bundle"], options);
        Bundle = Bundle.Open(_folder["bundle"]);
    }

    internal EncoderDecoderDescription Model { get; }

    internal ReferenceModel Reference { get; }

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

    internal Dictionary<string, Tensor> Encode(IReadOnlyList<int[]> sources) => Graph(GraphNames.Encode).Run(SourceInputs(sources));

    /// <summary>Feeds [step][row] tokens one by one; each step gets the states that the one before it returned.</summary>
    internal List<Dictionary<string, Tensor>> StepChain(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets)
    {
        var entry = Bundle.Graph(GraphNames.Step);
        var known = Encode(sources);
        foreach (var (name, tensor) in SourceInputs(sources))
        {
            known.Add(name, tensor);
        }

        var fixedInputs = entry.Memories.Select(memory => (memory.Input, known[memory.From])).ToList();
        var states = entry.States.ToDictionary(state => state.Input, state => known[state.InitialFrom!]);
        var steps = new List<Dictionary<string, Tensor>>();
        for (var step = 0; step < targets.Max(row => row.Length); step++)
        {
            var tokens = targets.Select(row => step < row.Length ? (long)row[step] : 0).ToArray();
            steps.Add(Graph(GraphNames.Step).Run(
                [(GraphNames.Token, Tensor.Of(tokens, tokens.Length)), .. states.Select(state => (state.Key, state.Value)), .. fixedInputs]));
            states = entry.States.ToDictionary(state => state.Input, state => steps[^1][state.Output]);
        }

        return steps;
    }

    internal Dictionary<string, Tensor> Score(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets) =>
        Graph(GraphNames.Score).Run([.. SourceInputs(sources), (GraphNames.TargetInput, Tensor.Padded(targets, 0))]);

    internal Dictionary<string, Tensor> Generate(IReadOnlyList<int[]> sources, long maxLength) =>
        Graph(GraphNames.GenerateGreedy).Run([.. SourceInputs(sources), (GraphNames.MaxLength, Tensor.Of([maxLength]))]);

    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
        {
            graph.Dispose();
        }

        _folder.Dispose();
    }

    // Padding with the last id, not 0: what is padded with must not matter.
    internal (string, Tensor)[] SourceInputs(IReadOnlyList<int[]> sources) =>
        [(GraphNames.Source, Tensor.Padded(sources, Model.SourceVocabulary - 1)), (GraphNames.SourceLengths, Tensor.Lengths(sources))];
}
