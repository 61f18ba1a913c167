namespace Seq.Runtime;

/// <summary>Where the graphs of a model really run.</summary>
public sealed record ProviderReport
{
    /// <summary>What runs the graphs.</summary>
    public required ExecutionProvider Provider { get; init; }

    /// <summary>Its name: <c>CPU</c>, <c>CUDA</c>, or the name it was asked for by.</summary>
    public required string Name { get; init; }

    /// <summary>The GPU, from 0; 0 on the processor.</summary>
    public int DeviceId { get; init; }

    /// <summary>Whether the states of a decode stay in the device's memory, so that a step copies its tokens there and its logits back, nothing else.</summary>
    public bool KeepsStateOnDevice => Provider == ExecutionProvider.Cuda;

    /// <summary>The provider that was preferred but is not there; null when this one is the one asked for.</summary>
    public string? Preferred { get; init; }

    /// <summary>Why it is not the provider that was preferred; null when it is.</summary>
    public string? FallbackReason { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var used = Provider == ExecutionProvider.Cuda ? $"{Name} device {DeviceId}" : Name;
        return FallbackReason is null ? used : $"{used} ({Preferred} was preferred: {FallbackReason})";
    }
}
