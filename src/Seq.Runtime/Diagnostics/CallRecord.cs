using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Seq.Runtime;

/// <summary>What metrics and traces get to know of a call, from its begin until it is disposed.</summary>
internal sealed class CallRecord : IDisposable
{
    private readonly TagList _tags;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Activity? _activity;

    internal CallRecord(string model, string operation)
    {
        _tags = new() { { Instruments.ModelTag, model }, { Instruments.OperationTag, operation } };
        _activity = Instruments.Activities.StartActivity(operation);
        _activity?.SetTag(Instruments.ModelTag, model);
        Count = new(_tags);
    }

    /// <summary>What the call has done.</summary>
    internal CallCount Count { get; }

    /// <summary>Counts the call as one that waits, until what is returned is disposed.</summary>
    internal Stay Wait() => new(Instruments.Waiting, _tags);

    /// <summary>Counts the call as one at work, until what is returned is disposed.</summary>
    internal Stay Work() => new(Instruments.Active, _tags);

    /// <summary>Takes down what a call ended by: its caller's wish or an error. Always false, for an exception filter that only looks.</summary>
    internal bool Observe(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            Instruments.Cancelled.Add(1, _tags);
            _activity?.SetTag(Instruments.CancelledTag, true);
            return false;
        }

        var tags = _tags;
        tags.Add(Instruments.ErrorTag, exception.GetType().Name);
        Instruments.Errors.Add(1, tags);
        _activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        return false;
    }

    public void Dispose()
    {
        Instruments.Duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, _tags);
        _activity?.SetTag("seq.sequences", Count.Sequences).SetTag("seq.tokens", Count.Tokens);
        _activity?.Dispose();
    }

    /// <summary>A state of the call that an up-down counter shows.</summary>
    internal readonly struct Stay : IDisposable
    {
        private readonly UpDownCounter<long> _counter;
        private readonly TagList _tags;

        internal Stay(UpDownCounter<long> counter, TagList tags)
        {
            (_counter, _tags) = (counter, tags);
            counter.Add(1, tags);
        }

        public void Dispose() => _counter.Add(-1, _tags);
    }
}
