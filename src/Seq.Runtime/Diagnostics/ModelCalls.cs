using System.Diagnostics;

namespace Seq.Runtime;

/// <summary>The calls of a model: lets them in when it is their turn, times and counts them, and holds the model's release until the last has left.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="lifetime">The life of the model.</param>
/// <param name="maxConcurrentCalls">How many calls work at a time; null for any number.</param>
internal sealed class ModelCalls(string model, ModelLifetime lifetime, int? maxConcurrentCalls) : IDisposable
{
    private readonly SemaphoreSlim? _turns = maxConcurrentCalls is { } most ? new(most, most) : null;

    /// <summary>Does the work of a call.</summary>
    /// <param name="operation">What the call is, for metrics.</param>
    /// <param name="work">The work; it counts what it has done.</param>
    /// <param name="cancellationToken">Ends the wait for the call's turn.</param>
    /// <param name="withoutTurn">What the call returns when it is cancelled while it waits; null for an exception.</param>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    internal T Run<T>(string operation, Func<CallCount, T> work, CancellationToken cancellationToken, Func<T>? withoutTurn = null)
    {
        using var call = lifetime.Enter();
        var tags = new TagList { { Instruments.ModelTag, model }, { Instruments.OperationTag, operation } };
        var started = Stopwatch.GetTimestamp();
        using var activity = Instruments.Activities.StartActivity(operation);
        activity?.SetTag(Instruments.ModelTag, model);
        try
        {
            return TryWaitForTurn(tags, withoutTurn is not null, cancellationToken) ? Work(work, tags, activity) : withoutTurn!();
        }
        catch (Exception exception) when (Observe(exception, tags, activity))
        {
            throw; // Never reached: the filter only looks.
        }
        finally
        {
            Instruments.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }

    public void Dispose() => _turns?.Dispose();

    private T Work<T>(Func<CallCount, T> work, in TagList tags, Activity? activity)
    {
        Instruments.Active.Add(1, tags);
        try
        {
            var count = new CallCount();
            var result = work(count);
            Instruments.Sequences.Add(count.Sequences, tags);
            Instruments.Tokens.Add(count.Tokens, tags);
            activity?.SetTag("seq.sequences", count.Sequences).SetTag("seq.tokens", count.Tokens);
            return result;
        }
        finally
        {
            Instruments.Active.Add(-1, tags);
            _turns?.Release();
        }
    }

    private bool TryWaitForTurn(in TagList tags, bool mayGiveUp, CancellationToken cancellationToken)
    {
        if (_turns is null || _turns.Wait(0, CancellationToken.None))
        {
            return true;
        }

        Instruments.Waiting.Add(1, tags);
        try
        {
            _turns.Wait(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (mayGiveUp)
        {
            return false;
        }
        finally
        {
            Instruments.Waiting.Add(-1, tags);
        }
    }

    private static bool Observe(Exception exception, TagList tags, Activity? activity)
    {
        tags.Add(Instruments.ErrorTag, exception.GetType().Name);
        Instruments.Errors.Add(1, tags);
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        return false;
    }
}
