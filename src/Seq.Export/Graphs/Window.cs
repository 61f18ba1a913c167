namespace Seq.Export;

/// <summary>A window that moves over the axes behind batch and channels. A list left out is 1 for sizes of steps, 0 for padding, on every axis.</summary>
public sealed record Window
{
    /// <summary>How wide it is along each axis. A convolution takes this from its weights.</summary>
    public IReadOnlyList<long> Sizes { get; init; } = [];

    /// <summary>How far it moves each time.</summary>
    public IReadOnlyList<long> Strides { get; init; } = [];

    /// <summary>How far apart the elements are that it covers.</summary>
    public IReadOnlyList<long> Dilations { get; init; } = [];

    /// <summary>How many elements are added before the first one.</summary>
    public IReadOnlyList<long> PadBefore { get; init; } = [];

    /// <summary>How many elements are added after the last one.</summary>
    public IReadOnlyList<long> PadAfter { get; init; } = [];
}
