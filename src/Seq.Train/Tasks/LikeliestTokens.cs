using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The likeliest token of each row, a chunk of rows at a time: logits of all rows over a large vocabulary would not fit.</summary>
internal static class LikeliestTokens
{
    private const long MostNumbers = 1 << 23;

    /// <param name="output">The output layer.</param>
    /// <param name="hidden">What enters it, [rows, input].</param>
    /// <returns>[rows].</returns>
    internal static long[] Of(OutputLayer output, Tensor hidden)
    {
        var (rows, step) = (hidden.shape[0], Math.Max(1, MostNumbers / output.Tokens));
        var tokens = new List<long>((int)rows);
        for (long start = 0; start < rows; start += step)
        {
            using var scope = NewDisposeScope();
            tokens.AddRange(output.Logits(hidden.narrow(0, start, Math.Min(step, rows - start))).argmax(1).cpu().data<long>().ToArray());
        }

        return [.. tokens];
    }
}
