namespace Seq.Decoding.Processors;

/// <summary>Forbids any n-gram to appear twice in a hypothesis (Paulus et al. 2017, §2.5, arXiv:1705.04304).</summary>
/// <remarks>
/// With y the prefix of t tokens: l[v] ← −∞ for each v such that the last n − 1 tokens of y followed by v
/// are already somewhere in y. With n = 1 no token appears twice.
/// </remarks>
public sealed class NoRepeatNGram : ILogitsProcessor
{
    private readonly int _size;

    /// <param name="size">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public NoRepeatNGram(int size)
    {
        if (size < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, "The n-gram size must be at least 1. Leave the processor out to allow repetition.");
        }

        _size = size;
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        var context = _size - 1;
        if (prefix.Length < context)
        {
            return;
        }

        var last = prefix[(prefix.Length - context)..];
        for (var next = context; next < prefix.Length; next++)
        {
            if (prefix.Slice(next - context, context).SequenceEqual(last))
            {
                logits[prefix[next]] = float.NegativeInfinity;
            }
        }
    }
}
