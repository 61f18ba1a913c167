using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>Cuts a batch into parts of similar length, so that little is padded; every input keeps what belongs to it.</summary>
internal static class BatchPlan
{
    /// <summary>The parts, each a list of indices; shorter inputs come first, equal ones in their order.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="length">The length of an input.</param>
    /// <param name="maxBatchSize">The most inputs of a part.</param>
    /// <exception cref="InvalidInputException"><paramref name="maxBatchSize"/> is below 1.</exception>
    internal static IEnumerable<int[]> Parts(int inputs, Func<int, int> length, int maxBatchSize)
    {
        if (maxBatchSize < 1)
        {
            throw new InvalidInputException($"MaxBatchSize is {maxBatchSize}; it must be at least 1.");
        }

        return inputs <= maxBatchSize
            ? [[.. Enumerable.Range(0, inputs)]]
            : Enumerable.Range(0, inputs).OrderBy(length).Chunk(maxBatchSize);
    }

    /// <summary>The request for a part. Row keys are those of the whole batch, so that random draws do not depend on the cut.</summary>
    internal static DecodingRequest RequestFor(DecodingRequest request, IGenerationInputs inputs, int[] part) => request with
    {
        StartTokens = Choose(request.StartTokens, part),
        MaxLengths = Choose(request.MaxLengths, part),
        SourceLengths = Choose(request.SourceLengths, part) ?? Array.ConvertAll(part, input => inputs.LengthOf(input)),
        Processors = Choose(request.Processors, part),
        RowKeys = Choose(request.RowKeys, part) ?? Array.ConvertAll(part, input => (uint)input),
        Observer = request.Observer is { } observer ? new PartObserver(observer, part) : null,
    };

    private static T[]? Choose<T>(IReadOnlyList<T>? all, int[] part) => all is null ? null : Array.ConvertAll(part, input => all[input]);

    /// <summary>Tells an observer which input of the whole batch a token belongs to.</summary>
    private sealed class PartObserver(IDecodingObserver observer, int[] part) : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token) => observer.OnToken(token with { Input = part[token.Input] });
    }
}
