using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Greedy decoding of a batch in TorchSharp; of equal logits the lowest id wins.</summary>
internal static class TorchGreedy
{
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="encoded">The sources.</param>
    /// <param name="limit">Most tokens per row, the end token included.</param>
    /// <returns>For each row its tokens, without the end token.</returns>
    internal static int[][] Decode(EncoderDecoder model, EncodedSource encoded, int limit)
    {
        var description = (EncoderDecoderDescription)model.Description;
        var (rows, device) = (encoded.Rows.Count, encoded.Memory.device);
        var state = encoded.Initial;
        var token = full([rows, 1], description.StartToken, ScalarType.Int64, device);
        var ended = zeros([rows, 1], ScalarType.Bool, device);
        var steps = new List<Tensor>();
        while (steps.Count < limit && !ended.all().item<bool>())
        {
            (var hidden, state) = model.Decode(token, encoded, state);
            token = LowestMaximum.Of(model.Output.Logits(hidden));                            // [batch, 1]
            steps.Add(token);
            ended = ended.logical_or(token.eq(description.EndToken));
        }

        var tokens = steps.Count > 0 ? cat(steps, 1).cpu().contiguous().data<long>().ToArray() : [];
        return [.. Enumerable.Range(0, rows).Select(row => tokens.AsSpan(row * steps.Count, steps.Count).ToArray()
            .TakeWhile(id => id != description.EndToken).Select(id => (int)id).ToArray())];
    }
}
