using System.Diagnostics;
using Seq.Bench.Measuring;
using Seq.Decoding;

namespace Seq.Bench.Decoding;

/// <summary>A step model that notes when each step begins and ends, and what was allocated meanwhile.</summary>
internal sealed class TimedSteps(IStepModel model, int steps) : IStepModel
{
    /// <summary>Steps that are not counted: caches fill, and a beam has not all its rows yet.</summary>
    internal const int WarmUp = 4;

    private readonly long[] _begun = new long[steps];
    private readonly long[] _ended = new long[steps];
    private int _count;
    private long _allocatedBefore;
    private long _allocatedAfter;

    /// <inheritdoc/>
    public int VocabularySize => model.VocabularySize;

    /// <inheritdoc/>
    public int Rows => model.Rows;

    /// <inheritdoc/>
    public bool LogitsAreLogProbabilities => model.LogitsAreLogProbabilities;

    /// <summary>Managed bytes per step, the search's included.</summary>
    internal double BytesPerStep => (_allocatedAfter - _allocatedBefore) / (double)(steps - 1 - WarmUp);

    /// <summary>Seconds from the beginning of each step to that of the next.</summary>
    internal IEnumerable<double> Intervals() =>
        Enumerable.Range(WarmUp, steps - 1 - WarmUp).Select(step => Stopwatch.GetElapsedTime(_begun[step], _begun[step + 1]).TotalSeconds);

    /// <summary>The median of the seconds that a step itself takes.</summary>
    internal double Inside() => Statistics.Median(Enumerable.Range(WarmUp, steps - WarmUp).Select(step => Stopwatch.GetElapsedTime(_begun[step], _ended[step]).TotalSeconds));

    /// <inheritdoc/>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (_count == WarmUp)
        {
            _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        }
        else if (_count == steps - 1)
        {
            _allocatedAfter = GC.GetAllocatedBytesForCurrentThread();
        }

        _begun[_count] = Stopwatch.GetTimestamp();
        var logits = model.Step(tokens, cancellationToken);
        _ended[_count++] = Stopwatch.GetTimestamp();
        return logits;
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents) => model.Reorder(parents);
}
