using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>step</c> and <c>score</c> of a language model.</summary>
internal static class LanguageModelGraphs
{
    /// <summary>A token and the state to logits and the next state; the first state is zeros.</summary>
    internal static BundleGraph Step(LanguageModelDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Step);
        var part = new LanguageModelPart(model, weights);
        var token = g.Input(GraphNames.Token, ElementType.Int64, ["batch"]);
        var (output, next) = part.Step(g, token, [.. part.States.Select(state => state.Input(g))]);
        g.Output(GraphNames.Logits, part.Output.Logits(g, output), ["batch", model.Vocabulary]);
        foreach (var (state, value) in part.States.Zip(next))
        {
            state.Output(g, value);
        }

        return new(g) { States = [.. part.States.Select(state => new StateBinding(state.Name, GraphNames.Next(state.Name)))] };
    }

    /// <summary>A text, or a piece of one with the state before it, to the logits of every token at once and the state after it.</summary>
    internal static BundleGraph Score(LanguageModelDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Score);
        var part = new LanguageModelPart(model, weights);
        var tokens = g.Input(GraphNames.TargetInput, ElementType.Int64, ["batch", "target"]);
        var lengths = g.Input(GraphNames.TargetLengths, ElementType.Int64, ["batch"]);
        var (outputs, next) = part.Sequence(g, tokens, lengths, [.. part.States.Select(state => state.Input(g))]);
        var logits = part.Output.Logits(g, outputs);
        Shape shape = ["batch", "target", model.Vocabulary];
        g.Output(GraphNames.Logits, logits, shape);
        g.Output(GraphNames.LogProbabilities, part.Output.LogProbabilities(g, logits), shape);
        foreach (var (state, value) in part.States.Zip(next))
        {
            state.Output(g, value);
        }

        return new(g);
    }
}
