namespace Seq.Export;

/// <summary>A graph under construction breaks a rule of ONNX: a mistake in the code that builds it, found before a file is written.</summary>
internal sealed class GraphBuildException : InvalidOperationException
{
    internal GraphBuildException(string message)
        : base(message)
    {
    }

    internal GraphBuildException(string node, string problem)
        : base($"{node}: {problem}")
    {
    }
}
