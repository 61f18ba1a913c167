using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Beam search of a batch in TorchSharp, for evaluation: scores are mean log-probabilities, the end token counted.</summary>
/// <remarks>The plain form of what Seq.Decoding specifies: 2 K candidates a step, of which those that end count among the first K and K others go on; a row is done with K ended ones.</remarks>
internal static class TorchBeam
{
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="encoded">The sources.</param>
    /// <param name="size">Hypotheses kept per row, K.</param>
    /// <param name="limit">Most tokens per row, the end token included.</param>
    /// <returns>For each row the tokens of its best hypothesis, without the end token.</returns>
    internal static int[][] Decode(EncoderDecoder model, EncodedSource encoded, int size, int limit)
    {
        var description = (EncoderDecoderDescription)model.Description;
        var (rows, device) = (encoded.Rows.Count, encoded.Memory.device);
        var wide = Spread(encoded, size);
        var beams = Enumerable.Range(0, rows).Select(_ => new RowBeams(size, description.EndToken)).ToArray();
        var (state, fed) = (wide.Initial, full([rows * size, 1], description.StartToken, ScalarType.Int64, device));
        var scores = new float[rows * size];
        for (var place = 0; place < scores.Length; place++)
        {
            scores[place] = place % size == 0 ? 0 : float.NegativeInfinity; // All hypotheses of a row are equal at first.
        }

        for (var step = 0; step < limit && !Array.TrueForAll(beams, row => row.IsDone); step++)
        {
            using var scope = NewDisposeScope();
            var (hidden, next) = model.Decode(fed, wide, state);
            var logs = model.Output.Logits(hidden).squeeze(1).log_softmax(1) + tensor(scores, device: device).unsqueeze(1);    // [rows · K, tokens]
            var (values, places) = logs.view(rows, -1).topk(Math.Min(2 * size, size * description.TargetVocabulary), 1);
            var (best, from) = (values.cpu().contiguous().data<float>().ToArray(), places.cpu().contiguous().data<long>().ToArray());
            var width = best.Length / rows;
            var (parents, tokens) = (new long[rows * size], new long[rows * size]);
            for (var row = 0; row < rows; row++)
            {
                beams[row].Advance(best.AsSpan(row * width, width), from.AsSpan(row * width, width), description.TargetVocabulary);
                beams[row].Write(row, parents.AsSpan(row * size, size), tokens.AsSpan(row * size, size), scores.AsSpan(row * size, size));
            }

            var order = tensor(parents, device: device);
            state = next.Select(value => value.index_select(0, order).MoveToOuterDisposeScope());
            fed = tensor(tokens, [rows * size, 1], device: device).MoveToOuterDisposeScope();
        }

        return [.. beams.Select(row => row.Best())];
    }

    /// <summary>Each row K times.</summary>
    private static EncodedSource Spread(EncodedSource encoded, int size)
    {
        var order = arange(encoded.Rows.Count, ScalarType.Int64, encoded.Memory.device).unsqueeze(1).expand(-1, size).reshape(-1);
        long[] lengths = [.. encoded.Rows.Values.SelectMany(length => Enumerable.Repeat(length, size))];
        return new(
            new(lengths, encoded.Rows.Time, encoded.Memory.device), encoded.Memory.index_select(0, order), encoded.Keys?.index_select(0, order),
            encoded.Context.index_select(0, order), encoded.Initial.Select(value => value.index_select(0, order)), new());
    }

    private static DecoderState Select(this DecoderState state, Func<Tensor, Tensor> function) => new(
        [.. state.Layers.Select(layer => layer.Select(function))],
        state.Feed is null ? null : function(state.Feed),
        state.Coverage is null ? null : function(state.Coverage));
}
