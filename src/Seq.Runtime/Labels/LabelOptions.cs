namespace Seq.Runtime;

/// <summary>How to classify or tag.</summary>
public sealed record LabelOptions
{
    /// <summary>The options that are used when none are given; new ones each time, so that what is bound to them reaches nobody else.</summary>
    public static LabelOptions Default => new();

    /// <summary>The most inputs that are worked on together. A longer batch is cut into parts of similar length; no result depends on it.</summary>
    /// <value>At least 1; 64 by default.</value>
    public int MaxBatchSize { get; init; } = GenerateOptions.DefaultMaxBatchSize;
}
