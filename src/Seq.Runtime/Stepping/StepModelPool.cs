namespace Seq.Runtime;

/// <summary>Step models that wait for the next call, with their buffers and bindings: a call takes one for itself and brings it back.</summary>
internal sealed class StepModelPool(Func<IRowModel> create) : IDisposable
{
    // More calls than cores at once are rare, and each waiting model keeps the memory of its largest batch.
    private static readonly int MaxWaiting = Math.Max(2, Environment.ProcessorCount);

    private readonly Lock _lock = new();
    private readonly Stack<IRowModel> _waiting = new();

    /// <summary>Takes a model out, or makes one; disposing the loan brings it back.</summary>
    internal Loan Lend() => new(this, Take(), call: null);

    /// <summary>Takes a model out, or makes one, and keeps the owner of the pool from being released until the loan is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The owner has been disposed.</exception>
    internal Loan Lend(ModelLifetime owner, ModelUse use = ModelUse.Steps)
    {
        var call = owner.Enter(use);
        try
        {
            return new(this, Take(), call);
        }
        catch
        {
            call.Dispose(); // Whoever waits for the last call would wait for ever.
            throw;
        }
    }

    private IRowModel Take()
    {
        lock (_lock)
        {
            if (_waiting.TryPop(out var model))
            {
                return model;
            }
        }

        return create();
    }

    private void Return(IRowModel model, bool sound)
    {
        if (sound)
        {
            model.End();
            lock (_lock)
            {
                if (_waiting.Count < MaxWaiting)
                {
                    _waiting.Push(model);
                    return;
                }
            }
        }

        model.Dispose();
    }

    public void Dispose()
    {
        foreach (var model in _waiting)
        {
            model.Dispose();
        }

        _waiting.Clear();
    }

    /// <summary>A model in use. Unless <see cref="Sound"/> was called, it is released and not used again.</summary>
    internal sealed class Loan(StepModelPool pool, IRowModel model, ModelLifetime.Call? call) : IDisposable
    {
        private bool _sound;

        internal IRowModel Model { get; } = model;

        /// <summary>Says that nothing went wrong which could have left the model in disorder; being cancelled does not.</summary>
        internal void Sound() => _sound = true;

        public void Dispose()
        {
            try
            {
                pool.Return(Model, _sound);
            }
            finally
            {
                call?.Dispose();
            }
        }
    }
}
