using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Run options that a cancellation token stops in the midst of a graph. Reused from call to call; for one thread at a time.</summary>
internal sealed class StopSignal : IDisposable
{
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;

    /// <summary>What the runs take.</summary>
    internal RunOptions Options { get; } = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    /// <summary>The token that stops them.</summary>
    internal CancellationToken Token => _token;

    /// <summary>Lets a token stop the runs that follow; costs nothing when it is the one that does already.</summary>
    internal void Watch(CancellationToken token)
    {
        if (token != _token)
        {
            Reset();
            _token = token;
            _registration = token.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, Options);
        }
    }

    /// <summary>Forgets the token and whatever it said, so that the next run goes through.</summary>
    internal void Reset()
    {
        _registration.Dispose(); // Waits for a callback that is under way.
        _registration = default;
        _token = default;
        Options.Terminate = false;
    }

    public void Dispose()
    {
        Reset();
        Options.Dispose();
    }
}
