using Seq.Export;
using Seq.Model;

namespace Seq.Cli.Inspection;

/// <summary>What <c>seq inspect</c> tells about a graph.</summary>
/// <param name="File">Its file in the bundle.</param>
/// <param name="Opset">Version of the standard operator set.</param>
/// <param name="IrVersion">Version of the file format.</param>
/// <param name="Inputs">Inputs, in order.</param>
/// <param name="Outputs">Outputs, in order.</param>
/// <param name="States">What a step takes and returns: input, output, and where its first value comes from.</param>
/// <param name="Operators">How often each operator occurs, loop bodies included.</param>
/// <param name="WeightBytes">Bytes of weights and constants, those in other files included.</param>
internal sealed record GraphSummary(
    string File,
    long Opset,
    long IrVersion,
    IReadOnlyList<GraphSummary.Value> Inputs,
    IReadOnlyList<GraphSummary.Value> Outputs,
    IReadOnlyList<GraphSummary.State> States,
    IReadOnlyDictionary<string, int> Operators,
    long WeightBytes)
{
    internal static GraphSummary Of(GraphEntry entry, OnnxModelSummary onnx) => new(
        entry.File,
        onnx.Opsets.GetValueOrDefault("ai.onnx"),
        onnx.IrVersion,
        [.. onnx.Inputs.Select(Value.Of)],
        [.. onnx.Outputs.Select(Value.Of)],
        [.. entry.States.Select(state => new State(state.Input, state.Output, state.InitialFrom))],
        onnx.Operators,
        onnx.InitializerBytes);

    /// <summary>An input or output.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its element type.</param>
    /// <param name="Shape">Its dimensions; names vary; null when the file does not say.</param>
    internal sealed record Value(string Name, string Type, IReadOnlyList<string>? Shape)
    {
        internal static Value Of(OnnxValueSummary value) => new(value.Name, value.Type, value.Shape);

        public override string ToString() => $"{Name}: {Type} [{(Shape is null ? "?" : string.Join(", ", Shape))}]";
    }

    /// <summary>A state that search carries from step to step.</summary>
    /// <param name="Input">The step's input.</param>
    /// <param name="Output">The step's output that becomes it.</param>
    /// <param name="InitialFrom">The encoder's output that it begins with; null for zeros.</param>
    internal sealed record State(string Input, string Output, string? InitialFrom);
}
