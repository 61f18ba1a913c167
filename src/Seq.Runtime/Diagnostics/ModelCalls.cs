namespace Seq.Runtime;

/// <summary>The calls of a model: lets them in when it is their turn, times and counts them, and holds the model's release until the last has left.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="lifetime">The life of the model.</param>
/// <param name="maxConcurrentCalls">How many calls work at a time; null for any number.</param>
internal sealed class ModelCalls(string model, ModelLifetime lifetime, int? maxConcurrentCalls) : IDisposable
{
    private readonly SemaphoreSlim? _turns = maxConcurrentCalls is { } most ? new(most, most) : null;

    /// <summary>Makes a call on the caller's thread, which waits for the call's turn.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    internal T Run<T>(ModelCall<T> call)
    {
        using var time = call.Time;
        using var use = lifetime.Enter(call.Use);
        using var record = new CallRecord(model, call.Operation);
        try
        {
            return TryTakeTurn() || WaitForTurn(call, record) ? Work(call, record) : call.WithoutTurn!();
        }
        catch (Exception exception) when (record.Observe(exception, call.CancellationToken))
        {
            throw; // Never reached: the filter only looks.
        }
    }

    /// <summary>Makes a call on a thread of the pool; none waits for the call's turn.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    internal async Task<T> RunAsync<T>(ModelCall<T> call)
    {
        using var time = call.Time;
        using var use = lifetime.Enter(call.Use);
        using var record = new CallRecord(model, call.Operation);
        try
        {
            if (!TryTakeTurn() && !await WaitForTurnAsync(call, record).ConfigureAwait(false))
            {
                return call.WithoutTurn!();
            }

            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // The caller has its thread back; this goes on in the pool.
            return Work(call, record);
        }
        catch (Exception exception) when (record.Observe(exception, call.CancellationToken))
        {
            throw; // Never reached: the filter only looks.
        }
    }

    public void Dispose() => _turns?.Dispose();

    private bool TryTakeTurn() => _turns is null || _turns.Wait(0, CancellationToken.None);

    private bool WaitForTurn<T>(ModelCall<T> call, CallRecord record)
    {
        using var waiting = record.Wait();
        try
        {
            _turns!.Wait(call.CancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (call.WithoutTurn is not null)
        {
            return false;
        }
    }

    private async Task<bool> WaitForTurnAsync<T>(ModelCall<T> call, CallRecord record)
    {
        using var waiting = record.Wait();
        try
        {
            await _turns!.WaitAsync(call.CancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (call.WithoutTurn is not null)
        {
            return false;
        }
    }

    private T Work<T>(ModelCall<T> call, CallRecord record)
    {
        using var working = record.Work();
        try
        {
            return call.Work(record.Count);
        }
        finally
        {
            _turns?.Release();
        }
    }
}
