namespace Seq.Runtime;

/// <summary>Rows that begin with zeros, as those of a language model do.</summary>
internal sealed class ZeroRows : IInitialRows
{
    private static readonly RowSizes None = new();

    internal static ZeroRows Instance { get; } = new();

    public RowShape ShapeOf(string path, StepTensor tensor) => None.ShapeOf(path, tensor);

    public ReadOnlySpan<byte> Bytes(StepTensor tensor) => [];
}
