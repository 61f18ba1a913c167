using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>step</c>: a token and the state to logits and the next state. All states are batch-major, so that search can gather their rows.</summary>
internal static class StepGraph
{
    /// <summary>Width of a key: the energy layer of an additive or concat score, the decoder's output of a general one.</summary>
    internal static int KeySize(EncoderDecoderDescription model) => model.Attention?.HasEnergyLayer == true ? model.EnergySize : model.Decoder.OutputSize;

    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Step);
        var decoder = new DecoderPart(model, weights);
        var token = g.Input(GraphNames.Token, ElementType.Int64, ["batch"]);
        var states = decoder.States.Select(state => state.Input(g)).ToList();
        var encoded = Inputs(g, model);
        var step = decoder.Step(g, token, states, encoded, decoder.Mask(g, encoded));

        g.Output(GraphNames.Logits, step.Logits, ["batch", model.TargetVocabulary]);
        foreach (var (state, next) in decoder.States.Zip(step.Next))
        {
            state.Output(g, next);
        }

        if (step.Attention is { } alpha)
        {
            g.Output(GraphNames.Attention, alpha, ["batch", "source"]);
        }

        return new(g)
        {
            States = [.. decoder.States.Select(state => new StateBinding(state.Name, GraphNames.Next(state.Name), InitialFrom(model, state.Name)))],
            Memories = [.. g.Inputs.Skip(1 + states.Count).Select(input => new MemoryBinding(input.Name, From: input.Name))],
        };
    }

    /// <summary>The encode graph's output that a state starts from; null for zeros.</summary>
    private static string? InitialFrom(EncoderDecoderDescription model, string state) => state switch
    {
        GraphNames.Coverage => state,
        GraphNames.InputFeed => null,
        _ => model.Bridge == BridgeKind.Zeros ? null : state,
    };

    /// <summary>The inputs that stay the same for all steps of a row; each is named as what the encode graph returns or takes.</summary>
    private static Encoded Inputs(GraphBuilder g, EncoderDecoderDescription model)
    {
        Value Float(string name, Shape shape) => g.Input(name, ElementType.Float32, shape);
        var attends = model.Attention is not null;
        var hasKeys = attends && model.Attention!.Score != AttentionScore.Dot;
        return new()
        {
            Memory = attends ? Float(GraphNames.Memory, ["batch", "source", model.MemorySize]) : null,
            Keys = hasKeys ? Float(GraphNames.Keys, ["batch", "source", KeySize(model)]) : null,
            SourceLengths = attends ? g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]) : null,
            Context = model.ContextEveryStep ? Float(GraphNames.Context, ["batch", model.MemorySize]) : null,
        };
    }
}
