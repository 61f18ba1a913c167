namespace Seq.Runtime;

/// <summary>The right to use a model until it is disposed: a swap in between does not touch it.</summary>
public sealed class SeqModelLease : IDisposable
{
    private readonly ModelLifetime.Call _call;
    private int _isOver;

    internal SeqModelLease(ServedModel served)
    {
        _call = served.Leases.Enter(ModelUse.Lease);
        Model = served.Model;
    }

    /// <summary>The model.</summary>
    public SeqModel Model { get; }

    /// <summary>Gives the model back. A second time does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _call.Dispose();
        }
    }
}
