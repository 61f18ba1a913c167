using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>What a step model needs to keep its rows on a device: the device's memory, and graphs that move rows there.</summary>
internal sealed class DeviceGraphs : IDisposable
{
    private readonly OrtAllocator _allocator;

    /// <param name="contract">The rows.</param>
    /// <param name="memory">The device's memory.</param>
    /// <param name="step">A session on the device, which allocates there.</param>
    /// <param name="options">Makes the options of a session on the device; they are released here.</param>
    internal DeviceGraphs(StepContract contract, OrtMemoryInfo memory, InferenceSession step, Func<SessionOptions> options)
    {
        using var session = options();
        Memory = memory;
        _allocator = new(step, memory);
        States = new(contract.States, session);
        Memories = new(contract.Memories, session);
    }

    internal OrtMemoryInfo Memory { get; }

    /// <summary>Moves the states of rows.</summary>
    internal RowGather States { get; }

    /// <summary>Moves the memories of inputs.</summary>
    internal RowGather Memories { get; }

    /// <summary>Room for a tensor on the device.</summary>
    internal OrtValue Allocate(StepTensor tensor, RowShape shape, int rows) =>
        OrtValue.CreateAllocatedTensorValue(_allocator, ElementType.Of(tensor.Value.Type), shape.With(rows));

    public void Dispose()
    {
        States.Dispose();
        Memories.Dispose();
        _allocator.Dispose();
        Memory.Dispose();
    }
}
