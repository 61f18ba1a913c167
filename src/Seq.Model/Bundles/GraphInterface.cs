using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>Element types at the surface of a graph.</summary>
public enum GraphType
{
    /// <summary>32-bit float.</summary>
    [JsonStringEnumMemberName("float32")]
    Float32,

    /// <summary>64-bit signed integer.</summary>
    [JsonStringEnumMemberName("int64")]
    Int64,

    /// <summary>32-bit signed integer.</summary>
    [JsonStringEnumMemberName("int32")]
    Int32,

    /// <summary>32-bit unsigned integer.</summary>
    [JsonStringEnumMemberName("uint32")]
    UInt32,

    /// <summary>Truth value.</summary>
    [JsonStringEnumMemberName("bool")]
    Bool,

    /// <summary>Text.</summary>
    [JsonStringEnumMemberName("string")]
    String,
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name in the ONNX file.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
public sealed record GraphValue(string Name, GraphType Type, IReadOnlyList<Dimension> Shape);

/// <summary>A state of the step graph: what a step takes and returns. Search gathers, copies and compacts it along the batch axis.</summary>
/// <param name="Input">The step graph's input.</param>
/// <param name="Output">The step graph's output of the same shape; becomes the input of the next step.</param>
/// <param name="InitialFrom">The encode graph's output that is the first input; null for zeros.</param>
/// <param name="BatchAxis">The axis that counts rows; 0 in everything the exporter writes today.</param>
public sealed record StateBinding(string Input, string Output, string? InitialFrom = null, int BatchAxis = 0);

/// <summary>An input of the step graph that stays the same for all steps of a row: memory, keys, lengths.</summary>
/// <param name="Input">The step graph's input.</param>
/// <param name="From">The encode graph's output, or the encode graph's input of that name, that is passed on.</param>
/// <param name="BatchAxis">The axis that counts rows.</param>
public sealed record MemoryBinding(string Input, string From, int BatchAxis = 0);

/// <summary>A graph of a bundle.</summary>
public sealed record GraphEntry
{
    /// <summary>The ONNX file, relative to the bundle.</summary>
    public required string File { get; init; }

    /// <summary>The opset of the standard domain.</summary>
    public required int Opset { get; init; }

    /// <summary>All inputs, in the file's order.</summary>
    public required IReadOnlyList<GraphValue> Inputs { get; init; }

    /// <summary>All outputs, in the file's order.</summary>
    public required IReadOnlyList<GraphValue> Outputs { get; init; }

    /// <summary>Live hypotheses per input of a graph that is a beam search; null for other graphs.</summary>
    public int? BeamSize { get; init; }

    /// <summary>The states of a step graph.</summary>
    public IReadOnlyList<StateBinding> States { get => field ?? []; init; } = [];

    /// <summary>The constant inputs of a step graph.</summary>
    public IReadOnlyList<MemoryBinding> Memories { get => field ?? []; init; } = [];
}
