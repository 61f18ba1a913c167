using Seq.Model;

namespace Seq.Runtime;

/// <summary>ONNX Runtime failed while it ran a graph, or the graph returned what is no number.</summary>
public sealed class InferenceException : SeqException
{
    internal InferenceException(string path, Exception inner)
        : base(
            $"{path}: ONNX Runtime failed in this graph: {inner.Message} Check the bundle with `seq parity`; if memory ran out, use smaller batches.",
            inner)
    {
        FilePath = path;
    }

    internal InferenceException(string path, string problem)
        : base($"{path}: {problem} Check the bundle with `seq parity`: look for overflow in the model's weights.") => FilePath = path;

    /// <summary>The file of the graph.</summary>
    public string FilePath { get; }
}
