using Seq.Model;

namespace Seq.Runtime;

/// <summary>A state or memory of the step graph as its buffers need it.</summary>
/// <param name="Input">The step graph's input.</param>
/// <param name="Output">The step graph's output that becomes the input of the next step; null for a memory.</param>
/// <param name="From">The encode graph's output (or input, for a memory) that it starts as; null for zeros.</param>
/// <param name="BatchAxis">The axis that counts rows.</param>
/// <param name="Value">The input's type and shape.</param>
internal sealed record StepTensor(string Input, string? Output, string? From, int BatchAxis, GraphValue Value);

/// <summary>What a step graph takes and returns, read from the manifest once.</summary>
internal sealed class StepContract
{
    // Vector kernels sum 4 or 16 numbers at a time; what they add past a row's end is then whole groups of zeros.
    private const int SumWidth = 16;

    private const string Remedy = "Export the model again with this version of Seq.";

    internal StepContract(string path, GraphEntry step, GraphEntry? encode)
    {
        States = [.. step.States.Select(state => new StepTensor(state.Input, state.Output, state.InitialFrom, state.BatchAxis, Find(step.Inputs, state.Input)))];
        Memories = [.. step.Memories.Select(memory => new StepTensor(memory.Input, null, memory.From, memory.BatchAxis, Find(step.Inputs, memory.Input)))];
        Token = Require(path, Find(step.Inputs, GraphNames.Token), GraphType.Int64, rank: 1);
        Logits = Require(path, Find(step.Outputs, GraphNames.Logits), GraphType.Float32, rank: 2);
        VocabularySize = Logits.Shape[1] is { Name: null, Size: > 0 and <= int.MaxValue } columns
            ? (int)columns.Size
            : throw new ModelFormatException(path, $"The output '{Logits.Name}' has {Logits.Shape[1]} columns; a fixed number of tokens was expected.", Remedy);
        WidthStep = States.Concat(Memories).Any(VariesBesideBatch) ? SumWidth : 1;
        var named = States.Concat(Memories).Select(tensor => tensor.From).OfType<string>().ToHashSet(StringComparer.Ordinal);
        GraphValue[] values = encode is null ? [] : [.. encode.Inputs, .. encode.Outputs];
        EncodeOutputs = encode is null ? [] : [.. encode.Outputs.Select(output => output.Name).Where(named.Contains)];
        EncodeValues = values.ToDictionary(value => value.Name, StringComparer.Ordinal);
        LengthMemory = Memories.TakeWhile(memory => memory.Input != GraphNames.SourceLengths).Count();
        Attention = LengthMemory < Memories.Count && step.Outputs.FirstOrDefault(output => output.Name == GraphNames.Attention) is { } attention
            ? new(attention.Name, null, null, 0, Require(path, attention, GraphType.Float32, rank: 2))
            : null;
    }

    internal IReadOnlyList<StepTensor> States { get; }

    internal IReadOnlyList<StepTensor> Memories { get; }

    internal GraphValue Token { get; }

    internal GraphValue Logits { get; }

    internal int VocabularySize { get; }

    /// <summary>
    /// What the padded width of a batch is a multiple of. A step that sums over the source (attention) would otherwise round differently
    /// in a wider batch, and a row would depend on its neighbours in the last bit.
    /// </summary>
    internal int WidthStep { get; }

    /// <summary>The output that tells where each row looked in its source; null when there is none.</summary>
    internal StepTensor? Attention { get; }

    /// <summary>The memory that holds the length of each row's source; the number of memories when there is none.</summary>
    internal int LengthMemory { get; }

    /// <summary>The encode graph's outputs that a state or a memory starts as.</summary>
    internal IReadOnlyList<string> EncodeOutputs { get; }

    /// <summary>The encode graph's inputs and outputs by name.</summary>
    internal IReadOnlyDictionary<string, GraphValue> EncodeValues { get; }

    private static bool VariesBesideBatch(StepTensor tensor) =>
        tensor.Value.Shape.Where((dimension, axis) => axis != tensor.BatchAxis && dimension.Name is not null).Any();

    private static GraphValue Find(IReadOnlyList<GraphValue> values, string name) => values.First(value => value.Name == name);

    private static GraphValue Require(string path, GraphValue value, GraphType type, int rank) => value.Type == type && value.Shape.Count == rank
        ? value
        : throw new ModelFormatException(
            path, $"'{value.Name}' is {value.Type} with {value.Shape.Count} dimensions; {type} with {rank} was expected.", Remedy);
}
