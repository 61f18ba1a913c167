using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>step</c>: a token and the state to logits and the next state. All states are batch-major, so that search can gather their rows.</summary>
internal static class StepGraph
{
    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Step);
        var token = g.Input(GraphNames.Token, ElementType.Int64, ["batch"]);
        var names = EncoderDecoderSurface.StateNames(model).ToList();
        var states = names.Select(name => g.Input(name, ElementType.Float32, ["batch", model.Decoder.Hidden])).ToList();
        var initial = EncoderDecoderSurface.Group(model, states);
        var encoded = Inputs(g, model, initial);

        var decoder = new DecoderPart(model, weights);
        var mask = decoder.Mask(g, encoded);
        var step = decoder.Step(g, token, [.. initial.Select(state => DecoderPart.WithTime(g, state))], encoded, mask);

        g.Output(GraphNames.Logits, step.Logits, ["batch", model.TargetVocabulary]);
        foreach (var (name, next) in names.Zip(EncoderDecoderSurface.Flatten(step.Next)))
        {
            g.Output(GraphNames.Next(name), g.Squeeze(next, axis: 0), ["batch", model.Decoder.Hidden]);
        }

        if (step.Weights is { } alpha)
        {
            g.Output(GraphNames.Attention, g.Squeeze(alpha, axis: 1), ["batch", "source"]);
        }

        return new(g)
        {
            States = [.. names.Select(name => new StateBinding(name, GraphNames.Next(name), InitialFrom: name))],
            Memories = [.. g.Inputs.Skip(1 + names.Count).Select(input => new MemoryBinding(input.Name, From: input.Name))],
        };
    }

    /// <summary>The inputs that stay the same for all steps of a row; each is named as what the encode graph returns or takes.</summary>
    private static Encoded Inputs(GraphBuilder g, EncoderDecoderDescription model, IReadOnlyList<LayerState> initial)
    {
        Value Float(string name, Shape shape) => g.Input(name, ElementType.Float32, shape);
        var attends = model.Attention is not null;
        var hasKeys = attends && model.Attention!.Score != AttentionScore.Dot;
        return new()
        {
            Memory = attends ? Float(GraphNames.Memory, ["batch", "source", model.MemorySize]) : null,
            Keys = hasKeys ? Float(GraphNames.Keys, ["batch", "source", EncoderDecoderSurface.KeySize(model)]) : null,
            SourceLengths = attends ? g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]) : null,
            Context = model.ContextEveryStep ? Float(GraphNames.Context, ["batch", model.MemorySize]) : null,
            Initial = initial,
        };
    }
}
