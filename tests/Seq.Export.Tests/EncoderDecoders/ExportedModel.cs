using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>A random encoder-decoder, exported, with its graphs loaded and its reference beside them.</summary>
internal sealed class ExportedModel(
    EncoderDecoderDescription model, int seed, ExportOptions? options = null, Action<Dictionary<string, float[]>>? change = null)
    : ExportedBundle(model, seed, options, change)
{
    internal EncoderDecoderDescription Model => model;

    internal ReferenceModel Reference => new(model, Tensors);

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
        var states = FirstStates(sources.Count, known);
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

    // Padding with the last id, not 0: what is padded with must not matter.
    internal (string, Tensor)[] SourceInputs(IReadOnlyList<int[]> sources) =>
        [(GraphNames.Source, Tensor.Padded(sources, Model.SourceVocabulary - 1)), (GraphNames.SourceLengths, Tensor.Lengths(sources))];
}
