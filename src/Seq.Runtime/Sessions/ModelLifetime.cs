namespace Seq.Runtime;

/// <summary>Lets calls in progress finish before what they use is released: disposal takes effect when the last one leaves.</summary>
/// <param name="name">What is disposed, for the exception.</param>
/// <param name="release">Releases it; runs once.</param>
internal sealed class ModelLifetime(string name, Action release)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private bool _closed;

    /// <summary>Ends when all is released: after <see cref="Close"/>, with the last call.</summary>
    internal Task Released => _released.Task;

    /// <summary>Marks the begin of a call; disposing what is returned marks its end.</summary>
    /// <exception cref="ObjectDisposedException">Closed already.</exception>
    internal Call Enter()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new ObjectDisposedException(name, $"This {name} has been disposed; open the bundle again.");
            }

            _calls++;
            return new(this);
        }
    }

    /// <summary>Lets no further call in, and releases now or when the last call has left. A second time does nothing.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            if (_calls > 0)
            {
                return;
            }
        }

        Release();
    }

    private void Leave()
    {
        lock (_lock)
        {
            _calls--;
            if (!_closed || _calls > 0)
            {
                return;
            }
        }

        Release();
    }

    private void Release()
    {
        try
        {
            release();
        }
        finally
        {
            _released.TrySetResult();
        }
    }

    /// <summary>A call in progress.</summary>
    internal readonly struct Call(ModelLifetime lifetime) : IDisposable
    {
        public void Dispose() => lifetime.Leave();
    }
}
