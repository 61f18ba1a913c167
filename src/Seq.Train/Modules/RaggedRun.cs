using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Runs a layer over rows of different lengths, padded at the end, so that padding reaches neither an output nor a state.</summary>
/// <remarks>
/// Packed sequences would do it too, but their backward pass is quadratic in time on the CPU. A layer that runs forward never sees the
/// padding before the real tokens, so its outputs up to the length are right as they are; only the last state has to be found.
/// </remarks>
internal static class RaggedRun
{
    /// <summary>Runs forward in time.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    /// <param name="lastState">Whether the last state is wanted.</param>
    /// <returns>Outputs [batch, time, hidden], zero past the length, and each row's state after its last real token, if wanted.</returns>
    internal static (Tensor Output, LayerState? Last) Forward(RecurrentLayer layer, Tensor input, RowLengths rows, SequenceMasks masks, bool lastState)
    {
        if (lastState && layer.HasCellState && !rows.AllEqual)
        {
            return BySegments(layer, input, rows, masks);
        }

        var (output, last) = layer.Run(input, null, masks);
        if (rows.AllEqual)
        {
            return (output, lastState ? last : null);
        }

        // Filled, not multiplied: a cell without bounds may run to infinity over padding, and 0 · ∞ is not 0.
        return (output.masked_fill(rows.Padding.unsqueeze(2), 0), lastState ? new LayerState(rows.AtEnd(output), null) : null);
    }

    /// <summary>Runs backward in time: each row reversed by its own length, run forward, and reversed back.</summary>
    /// <returns>Outputs [batch, time, hidden] at the original times, zero past the length, and each row's state after token 0, if wanted.</returns>
    internal static (Tensor Output, LayerState? Last) Backward(RecurrentLayer layer, Tensor input, RowLengths rows, SequenceMasks masks, bool lastState)
    {
        var (output, last) = Forward(layer, Reverse(input, rows), rows, masks, lastState);
        return (Reverse(output, rows), last);
    }

    private static Tensor Reverse(Tensor values, RowLengths rows) =>
        values.gather(1, rows.ReversedTimes.unsqueeze(2).expand(-1, -1, values.shape[2]));

    /// <summary>
    /// An LSTM shows its cell state only after the last step of a run. So time is cut where rows end: rows sorted by falling length,
    /// each segment run over those still alive, states carried over. The steps are the same ones, and nothing is done for padding.
    /// </summary>
    /// <remarks>Time is cut by one split: a narrow per segment would write a gradient of the whole input for each, quadratic in time again.</remarks>
    private static (Tensor Output, LayerState? Last) BySegments(RecurrentLayer layer, Tensor input, RowLengths rows, SequenceMasks masks)
    {
        var ends = rows.Segments[^1].End;
        var pieces = input.index_select(0, rows.Order).narrow(1, 0, ends).split([.. rows.Segments.Select((segment, place) =>
            segment.End - (place == 0 ? 0 : rows.Segments[place - 1].End))], 1);
        var outputs = new List<Tensor>();
        var endedHidden = new List<Tensor>();
        var endedCell = new List<Tensor>();
        LayerState? state = null;
        foreach (var (piece, (_, alive, next)) in pieces.Zip(rows.Segments))
        {
            var (output, last) = layer.Run(piece.narrow(0, 0, alive), state, masks);
            outputs.Add(nn.functional.pad(output, [0, 0, 0, 0, 0, rows.Count - alive]));
            endedHidden.Insert(0, last.Hidden.narrow(0, next, alive - next));
            endedCell.Insert(0, last.Cell!.narrow(0, next, alive - next));
            state = next == 0 ? null : new(last.Hidden.narrow(0, 0, next), last.Cell!.narrow(0, 0, next));
        }

        if (ends < input.shape[1])
        {
            outputs.Add(zeros_like(outputs[0].narrow(1, 0, 1)).expand(-1, input.shape[1] - ends, -1));
        }

        return (cat(outputs, 1).index_select(0, rows.Rank), new LayerState(cat(endedHidden, 0).index_select(0, rows.Rank), cat(endedCell, 0).index_select(0, rows.Rank)));
    }
}
