using Seq.Model;

namespace Seq.Export;

/// <summary>What the graphs of an encoder-decoder share at their surfaces.</summary>
internal static class EncoderDecoderSurface
{
    /// <summary>Width of a key: the energy layer of an additive score, the decoder's hidden size of a general one.</summary>
    internal static int KeySize(EncoderDecoderDescription model) =>
        model.Attention?.Score == AttentionScore.Additive ? model.EnergySize : model.Decoder.Hidden;

    /// <summary>Names of the states, layer by layer: <c>hidden_0</c>, <c>cell_0</c>, <c>hidden_1</c>, …</summary>
    internal static IEnumerable<string> StateNames(EncoderDecoderDescription model)
    {
        for (var layer = 0; layer < model.Decoder.Layers; layer++)
        {
            yield return GraphNames.HiddenState(layer);
            if (model.Decoder.Cell.HasCellState())
            {
                yield return GraphNames.CellState(layer);
            }
        }
    }

    /// <summary>The states as a flat list, in the order of <see cref="StateNames"/>.</summary>
    internal static List<Value> Flatten(IEnumerable<LayerState> states) =>
        [.. states.SelectMany(state => state.Cell is null ? [state.Hidden] : new[] { state.Hidden, state.Cell })];

    /// <summary>The inverse of <see cref="Flatten"/>.</summary>
    internal static List<LayerState> Group(EncoderDecoderDescription model, IReadOnlyList<Value> states) => model.Decoder.Cell.HasCellState()
        ? [.. states.Chunk(2).Select(pair => new LayerState(pair[0], pair[1]))]
        : [.. states.Select(hidden => new LayerState(hidden, Cell: null))];
}
