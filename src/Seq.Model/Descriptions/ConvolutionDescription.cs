namespace Seq.Model;

/// <summary>A convolution over time in front of the recurrent layers, with ReLU and max-pooling; zeros stand before and behind a row, so that it keeps its length.</summary>
/// <remarks>
/// u_t = ReLU(b + Σ_k W_k x_{t + k − ⌊(K − 1) / 2⌋}), with x = 0 outside the row; then the maximum over windows of <see cref="Pool"/> times, the last one as short as it comes.
/// A row of n tokens leaves ⌈n / pool⌉ steps.
/// </remarks>
public sealed record ConvolutionDescription
{
    /// <summary>Number of filters; the width of what the recurrent layers read.</summary>
    public required int Filters { get; init; }

    /// <summary>Tokens that a filter sees, K.</summary>
    public required int Width { get; init; }

    /// <summary>Steps that are pooled to one, by their maximum; 1 pools nothing.</summary>
    public required int Pool { get; init; }

    /// <summary>Zeros before a row: ⌊(K − 1) / 2⌋; the rest of the K − 1 stands behind it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int PaddingBefore => (Width - 1) / 2;

    /// <summary>Steps that a row of <paramref name="length"/> tokens leaves.</summary>
    /// <param name="length">Tokens of the row.</param>
    public long LengthAfter(long length) => (length + Pool - 1) / Pool;
}
