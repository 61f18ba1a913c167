using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>The time budget of a call, from its beginning: what waits for a turn, reads a source or searches a part gets what those before have left.</summary>
internal sealed class TimeLeft : IDisposable
{
    private readonly DecodingRequest _whole;
    private readonly long _started;
    private readonly CancellationTokenSource? _end;
    private readonly CancellationTokenSource? _either;
    private readonly CancellationToken _caller;

    /// <summary>Starts the clock.</summary>
    /// <param name="whole">The request of the call.</param>
    /// <param name="cancellationToken">What else ends the call.</param>
    internal TimeLeft(DecodingRequest whole, CancellationToken cancellationToken)
    {
        (_whole, _caller) = (whole, cancellationToken);
        if (whole.TimeBudget is { } budget && budget > TimeSpan.Zero && whole.TimeProvider is { } clock) // What else it may be is refused later.
        {
            _started = clock.GetTimestamp();
            _end = budget < Longest ? new(budget, clock) : new();
            _either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellationToken);
        }
    }

    /// <summary>The longest time that a timer takes: 49 days.</summary>
    private static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Whether a call that ends before its first step has a result all the same.</summary>
    internal bool MayEndEarly => _end is not null || _whole.KeepPartialResults;

    /// <summary>Ends what comes before the steps: the caller's token, or the end of the time.</summary>
    internal CancellationToken Token => _either?.Token ?? _caller;

    /// <summary>The request with the time that is left for its steps; without any left it takes none.</summary>
    internal DecodingRequest Apply(DecodingRequest request)
    {
        if (_end is null)
        {
            return request;
        }

        var left = _whole.TimeBudget!.Value - _whole.TimeProvider.GetElapsedTime(_started);
        return request with { TimeBudget = left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1) };
    }

    /// <summary>Why a call ended before its first step.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled it and wants no part of a result.</exception>
    internal FinishReason ReasonToEnd()
    {
        if (!_caller.IsCancellationRequested)
        {
            return FinishReason.TimeLimit;
        }

        return _whole.KeepPartialResults ? FinishReason.Cancelled : throw new OperationCanceledException(_caller);
    }

    public void Dispose()
    {
        _either?.Dispose();
        _end?.Dispose();
    }
}
