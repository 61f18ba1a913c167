using Google.Protobuf;
using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>What an ONNX file holds, in figures: for people to look at, and for reports.</summary>
public sealed record OnnxModelSummary
{
    /// <summary>The largest file that is read: protobuf's own limit is 2 GiB, and weights beyond this belong beside the graph.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>Who wrote the file.</summary>
    public required string Producer { get; init; }

    /// <summary>Version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>Version of each operator set by domain; the standard one is <c>ai.onnx</c>.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>How often each operator occurs, loop bodies included; those of other domains as <c>domain::Operator</c>.</summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    /// <summary>Inputs, in order.</summary>
    public required IReadOnlyList<OnnxValueSummary> Inputs { get; init; }

    /// <summary>Outputs, in order.</summary>
    public required IReadOnlyList<OnnxValueSummary> Outputs { get; init; }

    /// <summary>Bytes of weights and constants, those in other files included.</summary>
    public required long InitializerBytes { get; init; }

    /// <summary>Bytes of weights in other files.</summary>
    public required long ExternalBytes { get; init; }

    /// <summary>Free-form metadata of the file.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Number of nodes, loop bodies included.</summary>
    public int NodeCount => Operators.Values.Sum();

    /// <summary>Reads an ONNX file. Weights in other files are counted by what the graph says of them; those files are not opened.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It is missing, too large, or not an ONNX file.</exception>
    public static OnnxModelSummary Read(string path) => OnnxModelReader.Summarize(path, Parse(path));

    /// <summary>Reads the message of a file.</summary>
    /// <exception cref="ModelFormatException">It is missing, too large, or no such message.</exception>
    internal static ModelProto Parse(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (!File.Exists(path))
            {
                throw new ModelFormatException(path, "There is no such file.", "Check the path, or export the model again.");
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes)
            {
                throw new ModelFormatException(
                    path, $"The file has {file.Length} bytes; at most {MaxBytes} are read.", "Export the model with its weights in a file of their own.");
            }

            return ModelProto.Parser.ParseFrom(file);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(
                path, $"The file cannot be read as ONNX: {exception.Message}", "Restore it from the original model, or export the model again.", exception);
        }
    }

    internal static OnnxModelSummary Of(string path, ModelProto model) => OnnxModelReader.Summarize(path, model);
}

/// <summary>An input or output of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type as ONNX calls it, in lower case: <c>float</c>, <c>int64</c>.</param>
/// <param name="Shape">Dimensions: numbers, names, or <c>?</c>; null when the file does not say.</param>
public sealed record OnnxValueSummary(string Name, string Type, IReadOnlyList<string>? Shape);
