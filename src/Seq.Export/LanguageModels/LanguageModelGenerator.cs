using Seq.Model;

namespace Seq.Export;

/// <summary>A language model that goes on from prompts. All of a prompt but its last token is read at once; that one is fed at the first step.</summary>
internal sealed class LanguageModelGenerator(LanguageModelDescription model, ModelWeights weights) : IGenerator
{
    private readonly LanguageModelPart _part = new(model, weights);

    public int Vocabulary => model.Vocabulary;

    public int? EndToken => model.EndToken;

    public GenerationStart Begin(GraphBuilder g, int beam)
    {
        var prompt = g.Input(GraphNames.Prompt, ElementType.Int64, ["batch", "prompt"]);
        var lengths = g.Input(GraphNames.PromptLengths, ElementType.Int64, ["batch"]);
        using var scope = g.Scope("prompt");
        var batch = g.SizesOf(prompt, 0, 1);
        var before = g.Sub(lengths, g.Constant(1L));
        var last = g.Squeeze(g.GatherElements(prompt, g.Unsqueeze(before, axis: 1), axis: 1), axis: 1);
        var (_, states) = _part.Sequence(g, prompt, before, states: null);
        var start = new GenerationStart(batch, last, [.. _part.States.Zip(states, (spec, value) => (spec.Name, value))]);
        return beam == 1 ? start : start.Repeat(g, GenerationStart.InputsOfRows(g, batch, beam));
    }

    public GenerationStep Step(GraphBuilder g, Value token, IReadOnlyList<Value> states)
    {
        var (output, next) = _part.Step(g, token, states);
        return new(_part.Output.Logits(g, output), next, Attention: null);
    }
}
