using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>Holds a call at its first token until it is opened.</summary>
internal sealed class Gate : IDecodingObserver, IDisposable
{
    internal ManualResetEventSlim Reached { get; } = new();

    internal ManualResetEventSlim Open { get; } = new();

    public bool OnToken(in AcceptedToken token)
    {
        Reached.Set();
        Open.Wait();
        return true;
    }

    public void Dispose()
    {
        Reached.Dispose();
        Open.Dispose();
    }
}
