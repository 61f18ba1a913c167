using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Seq.Runtime;

/// <summary>Serves a model whose bundle can be exchanged while calls go on.</summary>
/// <remarks>
/// Calls take the model by <see cref="Lend"/>, <see cref="Use{T}(Func{SeqModel, T})"/> or <see cref="UseAsync{T}"/>. A swap opens and warms the new bundle beside the old one; then calls
/// that come get the new model, and the old one is released when the last call that has it ends. When the new bundle cannot be opened the
/// old one goes on serving. Thread-safe.
/// </remarks>
public sealed partial class SeqModelHost : IDisposable, IAsyncDisposable
{
    private readonly SeqModelHostOptions _options;
    private readonly SemaphoreSlim _swapping = new(1, 1);
    private readonly Lock _lock = new();
    private ServedModel _served;
    private bool _isDisposed;

    private SeqModelHost(SeqModelHostOptions options, SeqModel model) => (_options, _served) = (options, new(model));

    /// <summary>The name of the model in metrics, traces and logs.</summary>
    public string Name => Current.Name;

    /// <summary>The model that serves now. For looking at it; a call takes it by <see cref="Lend"/>, or a swap may release it in between.</summary>
    public SeqModel Current
    {
        get
        {
            lock (_lock)
            {
                return _served.Model;
            }
        }
    }

    /// <summary>How many swaps have succeeded.</summary>
    public int Swaps { get; private set; }

    /// <summary>Why the last swap failed; null when it succeeded or there was none.</summary>
    public Exception? LastSwapFailure { get; private set; }

    /// <summary>Opens a bundle and warms it up.</summary>
    /// <param name="options">Which bundle, and how.</param>
    /// <exception cref="SeqModelOptionsException">Some options are missing or out of range, or there is no bundle; the exception lists them all.</exception>
    /// <inheritdoc cref="SeqModel.Open" path="/exception"/>
    public static SeqModelHost Open(SeqModelHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new(options, OpenWarm(options, options.BundlePath!, CancellationToken.None));
    }

    /// <summary>Takes the model for a call, or for several that must see the same one. Dispose what is returned.</summary>
    /// <exception cref="ObjectDisposedException">The host has been disposed.</exception>
    public SeqModelLease Lend()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new(_served);
        }
    }

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call; it must not keep the model, and what it returns must not need it. <see cref="UseAsync{T}"/> is for calls that return a task.</param>
    /// <exception cref="ObjectDisposedException">The host has been disposed.</exception>
    public T Use<T>(Func<SeqModel, T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var lease = Lend();
        return call(lease.Model);
    }

    /// <summary>Makes a call whose results are read one by one: the model is kept until the reader has left.</summary>
    /// <param name="call">The call, such as <c>model => model.GenerateStream(text)</c>; made anew each time that the results are read.</param>
    /// <returns>The results. What is wrong with the call shows when they are read.</returns>
    /// <exception cref="ObjectDisposedException">The host has been disposed; shows when the results are read.</exception>
    public IAsyncEnumerable<T> Use<T>(Func<SeqModel, IAsyncEnumerable<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Enumerate(call, CancellationToken.None);
    }

    /// <summary>Makes a call that returns a task: the model is kept until the task has ended.</summary>
    /// <param name="call">The call; it must not keep the model.</param>
    /// <exception cref="ObjectDisposedException">The host has been disposed.</exception>
    public async Task<T> UseAsync<T>(Func<SeqModel, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var lease = Lend();
        return await call(lease.Model).ConfigureAwait(false);
    }

    /// <summary>Generates from a text and gives the result piece by piece: <see cref="SeqModel.GenerateStream"/>. A swap in between does not touch the stream.</summary>
    /// <inheritdoc cref="SeqModel.GenerateStream" path="/param"/>
    /// <inheritdoc cref="SeqModel.GenerateStream" path="/returns"/>
    /// <inheritdoc cref="SeqModel.GenerateStream" path="/exception"/>
    public IAsyncEnumerable<GenerationPiece> GenerateStream(string source, GenerateOptions? options = null, CancellationToken cancellationToken = default)
    {
        using (var lease = Lend())
        {
            _ = lease.Model.GenerateStream(source, options, cancellationToken); // Faults of the caller show here and not when the first piece is read.
        }

        return Use(model => model.GenerateStream(source, options, cancellationToken));
    }

    /// <summary>Exchanges the bundle. One swap at a time; others wait.</summary>
    /// <param name="bundlePath">The new bundle; of the same kind as the old one.</param>
    /// <param name="cancellationToken">Gives up before the new model serves.</param>
    /// <returns>What was done, as soon as the new model serves.</returns>
    /// <exception cref="ModelKindException">The new model is of another kind; the old one goes on serving.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the old model goes on serving.</exception>
    /// <exception cref="ObjectDisposedException">The host has been disposed.</exception>
    /// <inheritdoc cref="SeqModel.Open" path="/exception"/>
    public async Task<ModelSwap> SwapAsync(string bundlePath, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bundlePath);
        await _swapping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ServedModel old;
            lock (_lock)
            {
                old = _served;
            }

            var next = await Task.Run(() => OpenWarm(_options, bundlePath, cancellationToken), cancellationToken).ConfigureAwait(false);
            Install(old.Model, next);
            if (_options.Model.Logger is { } logger)
            {
                LogSwapped(logger, Name, old.Model.BundlePath, next.BundlePath);
            }

            return new(old.Model.BundlePath, next.BundlePath, old.DrainAsync());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LastSwapFailure = exception;
            if (_options.Model.Logger is { } logger)
            {
                LogSwapFailed(logger, exception, Name, bundlePath, Current.BundlePath);
            }

            throw;
        }
        finally
        {
            _swapping.Release();
        }
    }

    /// <summary>Releases the model; calls in progress finish first. Does not wait.</summary>
    public void Dispose() => Close().Leases.Close();

    /// <summary>Releases the model and waits until the last call in progress has ended.</summary>
    public ValueTask DisposeAsync() => new(Close().DrainAsync());

    private async IAsyncEnumerable<T> Enumerate<T>(Func<SeqModel, IAsyncEnumerable<T>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lease = Lend();
        await foreach (var result in call(lease.Model).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private static SeqModel OpenWarm(SeqModelHostOptions options, string bundlePath, CancellationToken cancellationToken)
    {
        var model = SeqModel.Open(bundlePath, options.Model);
        try
        {
            if (options.WarmUpSteps > 0)
            {
                model.WarmUp(options.WarmUpSteps, cancellationToken);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private void Install(SeqModel old, SeqModel next)
    {
        try
        {
            if (next.Description.Kind != old.Description.Kind)
            {
                throw new ModelKindException(
                    next.BundlePath, next.Description.Kind, "The swap", $"a model of the kind '{old.Description.Kind}', which the host serves", "Serve it by a host of its own.");
            }

            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                _served = new(next);
                Swaps++;
                LastSwapFailure = null;
            }
        }
        catch
        {
            next.Dispose();
            throw;
        }
    }

    private ServedModel Close()
    {
        lock (_lock)
        {
            _isDisposed = true;
            return _served;
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Model '{Model}' swapped from {Old} to {New}")]
    private static partial void LogSwapped(ILogger logger, string model, string old, string @new);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Model '{Model}' could not be swapped to {New}; {Old} goes on serving")]
    private static partial void LogSwapFailed(ILogger logger, Exception exception, string model, string @new, string old);
}
