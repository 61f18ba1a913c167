using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>The step graph as a search of Seq.Decoding sees a model: as plain as can be, every tensor copied.</summary>
internal sealed class StepGraphModel : IAttentionModel
{
    private readonly OnnxGraph _graph;
    private readonly GraphEntry _entry;
    private Dictionary<string, Tensor> _state;
    private Dictionary<string, Tensor> _memory;
    private int[] _lengths; // [rows]: of the sources
    private Tensor? _attention;

    internal StepGraphModel(ExportedModel exported, IReadOnlyList<int[]> sources)
    {
        _graph = exported.Graph(GraphNames.Step);
        _entry = exported.Bundle.Graph(GraphNames.Step);
        VocabularySize = exported.Model.TargetVocabulary;
        Rows = sources.Count;
        _lengths = [.. sources.Select(source => source.Length)];
        var known = exported.Encode(sources);
        foreach (var (name, tensor) in exported.SourceInputs(sources))
        {
            known.Add(name, tensor);
        }

        _state = exported.FirstStates(sources.Count, known);
        _memory = _entry.Memories.ToDictionary(memory => memory.Input, memory => known[memory.From]);
    }

    public int VocabularySize { get; }

    public int Rows { get; private set; }

    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        long[] ids = [.. tokens.ToArray()];
        var result = _graph.Run(
            [(GraphNames.Token, Tensor.Of(ids, ids.Length)), .. _state.Concat(_memory).Select(input => (input.Key, input.Value))]);
        _state = _entry.States.ToDictionary(state => state.Input, state => result[state.Output]);
        _attention = result.GetValueOrDefault(GraphNames.Attention);
        return result[GraphNames.Logits].Floats;
    }

    public bool HasAttention => _entry.Outputs.Any(output => output.Name == GraphNames.Attention);

    public ReadOnlySpan<float> Attention(int row) => _attention!.Row(row).AsSpan(0, _lengths[row]);

    public void Reorder(ReadOnlySpan<int> parents)
    {
        int[] rows = [.. parents];
        _state = _state.ToDictionary(state => state.Key, state => state.Value.Gather(rows));
        _memory = _memory.ToDictionary(memory => memory.Key, memory => memory.Value.Gather(rows));
        _lengths = [.. rows.Select(row => _lengths[row])];
        Rows = rows.Length;
    }
}
