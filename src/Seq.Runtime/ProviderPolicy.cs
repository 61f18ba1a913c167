namespace Seq.Runtime;

/// <summary>Where the graphs shall run, and what happens when that place does not exist.</summary>
public sealed record ProviderPolicy
{
    private ProviderPolicy(ExecutionProvider provider, bool required, int deviceId, long? memoryLimit) =>
        (Provider, Required, DeviceId, MemoryLimit) = (provider, required, deviceId, memoryLimit);

    /// <summary>The processor, which is always there.</summary>
    public static ProviderPolicy Cpu { get; } = new(ExecutionProvider.Cpu, required: true, deviceId: 0, memoryLimit: null);

    /// <summary>What shall run the graphs.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Whether opening a model fails when the provider is not there; otherwise the processor takes its place.</summary>
    public bool Required { get; }

    /// <summary>The GPU, from 0.</summary>
    public int DeviceId { get; }

    /// <summary>The most memory on the GPU, in bytes, that each graph may take; null for no limit.</summary>
    public long? MemoryLimit { get; }

    /// <summary>CUDA or nothing: without it, opening a model throws <see cref="ProviderNotAvailableException"/>.</summary>
    /// <param name="deviceId">The GPU, from 0.</param>
    /// <param name="memoryLimit">The most memory on the GPU, in bytes, that each graph may take; null for no limit.</param>
    public static ProviderPolicy RequireCuda(int deviceId = 0, long? memoryLimit = null) => new(ExecutionProvider.Cuda, true, deviceId, memoryLimit);

    /// <summary>CUDA if it is there; otherwise the processor, which is logged and reported in <see cref="SeqModel.ProviderUsed"/>.</summary>
    /// <param name="deviceId">The GPU, from 0.</param>
    /// <param name="memoryLimit">The most memory on the GPU, in bytes, that each graph may take; null for no limit.</param>
    public static ProviderPolicy PreferCuda(int deviceId = 0, long? memoryLimit = null) => new(ExecutionProvider.Cuda, false, deviceId, memoryLimit);

    internal IEnumerable<string> FindProblems()
    {
        if (DeviceId < 0)
        {
            yield return $"Provider.DeviceId is {DeviceId}; GPUs are counted from 0.";
        }

        if (MemoryLimit is < 1)
        {
            yield return $"Provider.MemoryLimit is {MemoryLimit} bytes; it must be at least 1. Leave it null for no limit.";
        }
    }
}
