using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>A random language model, exported, with its graphs loaded and its reference beside them.</summary>
internal sealed class ExportedLanguageModel(
    LanguageModelDescription model, int seed, ExportOptions? options = null, Action<Dictionary<string, float[]>>? change = null)
    : ExportedBundle(model, seed, options, change)
{
    internal LanguageModelDescription Model => model;

    internal ReferenceLanguageModel Reference => new(model, Tensors);

    internal Dictionary<string, Tensor> Zeros(int rows) => FirstStates(rows, new Dictionary<string, Tensor>());

    /// <summary>One step; the states that follow are under the names of the step graph's inputs.</summary>
    internal (Tensor Logits, Dictionary<string, Tensor> Next) Step(IReadOnlyList<int> tokens, Dictionary<string, Tensor> states)
    {
        long[] ids = [.. tokens];
        var result = Graph(GraphNames.Step).Run([(GraphNames.Token, Tensor.Of(ids, ids.Length)), .. states.Select(state => (state.Key, state.Value))]);
        return (result[GraphNames.Logits], Next(result));
    }

    /// <summary>Reads texts that may be pieces: the result has the states after each row's last token under the names of the inputs, too.</summary>
    internal (Dictionary<string, Tensor> Result, Dictionary<string, Tensor> Next) Score(IReadOnlyList<int[]> texts, Dictionary<string, Tensor> states)
    {
        var result = Graph(GraphNames.Score).Run(
        [
            (GraphNames.TargetInput, Tensor.Padded(texts, Model.Vocabulary - 1)), (GraphNames.TargetLengths, Tensor.Lengths(texts)),
            .. states.Select(state => (state.Key, state.Value)),
        ]);
        return (result, Next(result));
    }

    internal (string, Tensor)[] PromptInputs(IReadOnlyList<int[]> prompts) =>
        [(GraphNames.Prompt, Tensor.Padded(prompts, Model.Vocabulary - 1)), (GraphNames.PromptLengths, Tensor.Lengths(prompts))];

    /// <summary>The states after all of each prompt but its last token, by the step graph.</summary>
    internal Dictionary<string, Tensor> StatesAfter(IReadOnlyList<int[]> prompts)
    {
        var rows = prompts.Select(prompt => prompt[..^1].Aggregate(Zeros(1), (states, token) => Step([token], states).Next)).ToList();
        return rows[0].Keys.ToDictionary(name => name, name => Tensor.Of(
            [.. rows.SelectMany(row => row[name].Floats)], [prompts.Count, .. rows[0][name].Shape.Skip(1)]));
    }

    private Dictionary<string, Tensor> Next(Dictionary<string, Tensor> result) =>
        Bundle.Graph(GraphNames.Step).States.ToDictionary(state => state.Input, state => result[state.Output]);
}

/// <summary>The step graph of a language model as a search of Seq.Decoding sees it, after prompts.</summary>
internal sealed class PromptedModel(ExportedLanguageModel exported, IReadOnlyList<int[]> prompts) : IStepModel
{
    private Dictionary<string, Tensor> _states = exported.StatesAfter(prompts);

    public int VocabularySize => exported.Model.Vocabulary;

    public int Rows { get; private set; } = prompts.Count;

    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        (var logits, _states) = exported.Step([.. tokens], _states);
        return logits.Floats;
    }

    public void Reorder(ReadOnlySpan<int> parents)
    {
        int[] rows = [.. parents];
        _states = _states.ToDictionary(state => state.Key, state => state.Value.Gather(rows));
        Rows = rows.Length;
    }
}
