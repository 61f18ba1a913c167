namespace Seq.Export;

/// <summary>A graph under construction breaks a rule of ONNX: a mistake in the code that builds it, found before a file is written.</summary>
/// <remarks>The message begins with the node and its scopes, as in <c>decoder/attention/MatMul_1: …</c>.</remarks>
public sealed class GraphBuildException : InvalidOperationException
{
    internal GraphBuildException(string message)
        : base(message)
    {
    }

    internal GraphBuildException(string node, string problem)
        : base($"{node}: {problem}")
    {
        Node = node;
    }

    /// <summary>The node, output or tensor that breaks the rule, with its scopes; null when it is the graph.</summary>
    public string? Node { get; }
}
