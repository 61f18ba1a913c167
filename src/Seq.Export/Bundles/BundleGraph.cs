using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>A finished graph of a bundle and how a runtime binds it.</summary>
internal sealed class BundleGraph(GraphBuilder graph)
{
    internal string Name => graph.Name;

    internal string File => graph.Name + ".onnx";

    /// <summary>What the graph was built with.</summary>
    internal GraphBuilder Graph => graph;

    /// <summary>The version of the standard operators.</summary>
    internal int Opset => graph.Opset;

    /// <summary>Live hypotheses per input of a beam search; null for other graphs.</summary>
    internal int? BeamSize { get; init; }

    internal IReadOnlyList<StateBinding> States { get; init; } = [];

    internal IReadOnlyList<MemoryBinding> Memories { get; init; } = [];

    internal IEnumerable<Initializer> Initializers => graph.Initializers;

    internal GraphProto ToProto() => graph.ToProto();

    /// <summary>The graph as the manifest lists it.</summary>
    internal GraphEntry ToEntry() => new()
    {
        File = File,
        Opset = graph.Opset,
        Inputs = GraphBuilder.Surface(graph.Inputs),
        Outputs = GraphBuilder.Surface(graph.Outputs),
        BeamSize = BeamSize,
        States = States,
        Memories = Memories,
    };
}
