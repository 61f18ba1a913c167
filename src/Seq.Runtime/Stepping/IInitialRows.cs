namespace Seq.Runtime;

/// <summary>What the rows of a step graph begin with: what an encoder made of sources, what was saved of other rows, or zeros.</summary>
internal interface IInitialRows
{
    /// <summary>The shape that a state, a memory or an output has for these rows.</summary>
    /// <param name="path">The file of the graph, for errors.</param>
    /// <param name="tensor">The tensor.</param>
    public RowShape ShapeOf(string path, StepTensor tensor);

    /// <summary>The first bytes of a state or memory, of the shape of <see cref="ShapeOf"/>; empty for zeros.</summary>
    public ReadOnlySpan<byte> Bytes(StepTensor tensor);
}
