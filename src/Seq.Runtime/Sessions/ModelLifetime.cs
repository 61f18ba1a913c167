namespace Seq.Runtime;

/// <summary>
/// Lets calls in progress finish before what they use is released: disposal takes effect when the last one leaves. Whoever waits for that in
/// vain learns from the log what is still open.
/// </summary>
/// <param name="name">What is disposed, for the exception.</param>
/// <param name="release">Releases it; runs once.</param>
/// <param name="stillOpen">Is told, 10 seconds after <see cref="Close"/> and then once a minute, what is still open.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelLifetime(string name, Action release, Action<string> stillOpen, TimeProvider time)
{
    // A long decode takes seconds; what lasts longer may have been forgotten.
    private static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NextReport = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int[] _open = new int[Enum.GetValues<ModelUse>().Length];
    private int _calls;
    private bool _closed;
    private ITimer? _reports;

    /// <summary>Ends when all is released: after <see cref="Close"/>, with the last call.</summary>
    internal Task Released => _released.Task;

    /// <summary>Marks the begin of a call; disposing what is returned marks its end.</summary>
    /// <exception cref="ObjectDisposedException">Closed already.</exception>
    internal Call Enter(ModelUse use = ModelUse.Call)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new ObjectDisposedException(name, $"This {name} has been disposed; open the bundle again.");
            }

            _calls++;
            _open[(int)use]++;
            return new(this, use);
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
                _reports = time.CreateTimer(static lifetime => ((ModelLifetime)lifetime!).Report(), this, FirstReport, NextReport);
                return;
            }
        }

        Release();
    }

    private void Leave(ModelUse use)
    {
        lock (_lock)
        {
            _calls--;
            _open[(int)use]--;
            if (!_closed || _calls > 0)
            {
                return;
            }
        }

        Release();
    }

    private void Release()
    {
        _reports?.Dispose();
        try
        {
            release();
        }
        finally
        {
            _released.TrySetResult();
        }
    }

    private void Report()
    {
        string uses;
        lock (_lock)
        {
            if (_calls == 0)
            {
                return;
            }

            uses = Shown();
        }

        try
        {
            stillOpen(uses);
        }
        catch (Exception)
        {
            // This is a timer's thread: a logger that fails must not end the app.
        }
    }

    private string Shown()
    {
        var (calls, streams) = (_open[(int)ModelUse.Call], _open[(int)ModelUse.Stream]);
        (string Name, int Count)[] uses =
        [
            ("call", calls + streams > 0 ? calls : _open[(int)ModelUse.Steps]), // Their own calls have counted already; those of other models have not.
            ("stream", streams),
            ("session", _open[(int)ModelUse.Session]),
            ("lease", _open[(int)ModelUse.Lease]),
        ];
        return string.Join(", ", uses.Where(use => use.Count > 0).Select(use => $"{use.Count} {use.Name}{(use.Count == 1 ? "" : "s")}"));
    }

    /// <summary>A call in progress.</summary>
    internal readonly struct Call(ModelLifetime lifetime, ModelUse use) : IDisposable
    {
        public void Dispose() => lifetime.Leave(use);
    }
}
