namespace Seq.Runtime;

/// <summary>Where the graphs of a model really run.</summary>
public sealed record ProviderReport
{
    /// <summary>What runs the graphs.</summary>
    public required ExecutionProvider Provider { get; init; }

    /// <summary>The GPU, from 0; 0 on the processor.</summary>
    public int DeviceId { get; init; }

    /// <summary>Why it is not the provider that was preferred; null when it is.</summary>
    public string? FallbackReason { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var used = Provider == ExecutionProvider.Cuda ? $"CUDA device {DeviceId}" : "CPU";
        return FallbackReason is null ? used : $"{used} (CUDA was preferred: {FallbackReason})";
    }
}
