namespace Seq.Model;

/// <summary>
/// Checks the structure of an ONNX file before a runtime sees it: a native parser that meets a damaged or hostile file can take the process down, an exception
/// cannot.
/// </summary>
/// <remarks>
/// Walks the protobuf message once, in memory bounded by <see cref="MaxElements"/>, whatever the file's size; bytes of weights are passed over. What holds
/// afterwards: every length lies within its message; there is one graph, of known operator sets; every value is defined once and before it is used, nested
/// graphs included; attributes hold what their type says; tensors have as many bytes as their shape; weights in other files lie inside those files, which lie
/// inside the folder; constant sizes do not make a runtime allocate without bound while it loads. It does not know the operators: whether their inputs fit
/// them is left to the runtime, which reports it. Format: github.com/onnx/onnx, docs/IR.md.
/// </remarks>
public static class OnnxFileCheck
{
    /// <summary>Most nodes, values, attributes and dimensions of a file; far above any model of this project, and what bounds the check's own memory.</summary>
    public const int MaxElements = 2_000_000;

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file; weights outside of it are looked for in its folder.</param>
    /// <exception cref="ModelFormatException">It is missing, damaged, or refers to data that is not there; the message says where.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = BoundedFile.Open(path);
        try
        {
            Check(path, file, Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (IOException exception)
        {
            throw BoundedFile.Unreadable(path, exception);
        }
    }

    internal static void Check(string path, Stream file, string folder)
    {
        var reader = new WireReader(path, file);
        var model = new OnnxModelWalk(reader, new OnnxTensorWalk(reader, path, folder)).Read();
        OnnxNames.Check(reader, model);
        OnnxConstantSizes.Check(reader, model.Graph);
    }
}
