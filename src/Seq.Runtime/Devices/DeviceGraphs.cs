using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>What a step model needs to keep its rows on a device: the device's memory, and graphs that move rows there.</summary>
internal sealed class DeviceGraphs : IDisposable
{
    private readonly OrtAllocator _allocator;
    private int _inUse;

    /// <param name="contract">The rows.</param>
    /// <param name="memory">The device's memory.</param>
    /// <param name="step">A session on the device, which allocates there.</param>
    /// <param name="options">Makes the options of a session on the device; they are released here.</param>
    internal DeviceGraphs(StepContract contract, OrtMemoryInfo memory, InferenceSession step, Func<SessionOptions> options)
    {
        Memory = memory;
        try
        {
            using var session = options();
            _allocator = new(step, memory);
            States = new(contract.States, session);
            Memories = new(contract.Memories, session);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal OrtMemoryInfo Memory { get; }

    /// <summary>Moves the states of rows.</summary>
    internal RowGather States { get; }

    /// <summary>Moves the memories of inputs.</summary>
    internal RowGather Memories { get; }

    /// <summary>How many tensors are on the device that <see cref="Release"/> has not given back.</summary>
    internal int InUse => Volatile.Read(ref _inUse);

    /// <summary>Room for a tensor on the device.</summary>
    internal OrtValue Allocate(StepTensor tensor, RowShape shape, int rows)
    {
        var value = OrtValue.CreateAllocatedTensorValue(_allocator, ElementType.Of(tensor.Value.Type), shape.With(rows));
        Interlocked.Increment(ref _inUse);
        return value;
    }

    /// <summary>Gives the room of a tensor back.</summary>
    internal void Release(OrtValue value)
    {
        value.Dispose();
        Interlocked.Decrement(ref _inUse);
    }

    public void Dispose()
    {
        States?.Dispose(); // The constructor may have come no further.
        Memories?.Dispose();
        _allocator?.Dispose();
        Memory.Dispose();
    }
}
