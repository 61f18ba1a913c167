namespace Seq.Runtime;

/// <summary>Where a step writes what search reads: logits, and attention where the graph has it.</summary>
internal sealed class StepOutputs
{
    /// <summary>[rows, vocabulary].</summary>
    internal TensorBuffer Logits { get; } = new();

    /// <summary>[rows, source].</summary>
    internal TensorBuffer Attention { get; } = new();

    /// <summary>The padded width of the sources.</summary>
    internal int Source { get; set; }
}
