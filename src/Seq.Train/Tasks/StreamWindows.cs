namespace Seq.Train;

/// <summary>Cuts a stream into windows that are learned from in random order, each from a state that knows nothing: what a language model does without carried states.</summary>
internal static class StreamWindows
{
    /// <param name="stream">The text.</param>
    /// <param name="steps">Steps of a window; the last one may be shorter, so that every token but the first is predicted once.</param>
    /// <param name="options">Sizes and order.</param>
    internal static ExampleBatches<int, StreamBatch> Of(TokenStream stream, int steps, BatchOptions options) => new(
        [.. Enumerable.Range(0, (stream.Predictions + steps - 1) / steps).Select(window => window * steps)],
        start => Math.Min(steps, stream.Predictions - start),
        starts => Read(stream, steps, starts),
        options with { PoolBatches = 0 });

    private static StreamBatch Read(TokenStream stream, int most, IReadOnlyList<int> starts)
    {
        long[] lengths = [.. starts.Select(start => (long)Math.Min(most, stream.Predictions - start))];
        var steps = (int)lengths.Max();
        var (input, target) = (new long[starts.Count * steps], new long[starts.Count * steps]);
        for (var row = 0; row < starts.Count; row++)
        {
            var ids = stream.Ids.Slice(starts[row], (int)lengths[row] + 1);
            for (var step = 0; step < lengths[row]; step++)
            {
                input[(row * steps) + step] = ids[step];
                target[(row * steps) + step] = ids[step + 1];
            }
        }

        return new() { Input = input, Target = target, Lengths = lengths, Place = 0 };
    }
}
