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
        if (encoded.Memory is { } memory)
        {
            g.Output(GraphNames.Memory, memory, ["batch", "source", model.MemorySize]);
        }

        if (encoded.Keys is { } keys)
        {
            g.Output(GraphNames.Keys, keys, ["batch", "source", EncoderDecoderSurface.KeySize(model)]);
        }

        if (encoded.Context is { } context)
        {
            g.Output(GraphNames.Context, context, ["batch", model.MemorySize]);
        }

        for (var layer = 0; layer < model.Decoder.Layers; layer++)
        {
            g.Output(GraphNames.HiddenState(layer), encoded.Initial[layer].Hidden, ["batch", model.Decoder.Hidden]);
            if (encoded.Initial[layer].Cell is { } cell)
            {
                g.Output(GraphNames.CellState(layer), cell, ["batch", model.Decoder.Hidden]);
            }
        }

        return new(g);
    }
}
