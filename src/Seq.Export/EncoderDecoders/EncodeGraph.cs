using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>encode</c>: source to memory, keys, context and the decoder's first state.</summary>
internal static class EncodeGraph
{
    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Encode);
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var encoded = new EncoderPart(model, weights).Run(g, source, lengths);
        void Output(string name, Value? value, params Dimension[] rest)
        {
            if (value is not null)
            {
                g.Output(name, value, ["batch", .. rest]);
            }
        }

        Output(GraphNames.Memory, encoded.Memory, "source", model.MemorySize);
        Output(GraphNames.Keys, encoded.Keys, "source", StepGraph.KeySize(model));
        Output(GraphNames.Context, encoded.Context, model.MemorySize);
        Output(GraphNames.Coverage, encoded.Coverage, "source");
        foreach (var (state, value) in StateSpec.Of(model.Decoder).Zip(StateSpec.Flatten(encoded.Initial ?? [])))
        {
            g.Output(state.Name, value, state.ShapeOf("batch"));
        }

        return new(g);
    }
}
