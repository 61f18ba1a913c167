using Google.Protobuf;
using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>An ONNX model: a finished graph with what a file says about it, or a model read from a file.</summary>
/// <remarks>Immutable: <c>With…</c> gives a changed copy. A file of more than 2 GiB cannot be read by anyone; give large weights a file of their own.</remarks>
public sealed partial class OnnxModel
{
    // An ONNX file of 2 GiB or more is beyond what a protobuf message can be.
    private const long DefaultThreshold = 1L << 30;

    private readonly GraphBuilder? _graph;

    private OnnxModel(ModelProto proto, GraphBuilder? graph = null)
    {
        Proto = proto;
        _graph = graph;
    }

    /// <summary>The name of its graph.</summary>
    public string Name => Proto.Graph?.Name ?? "";

    internal ModelProto Proto { get; }

    /// <summary>Finishes a graph. What is added to the builder later is not in the model.</summary>
    /// <param name="graph">An outermost graph.</param>
    /// <exception cref="GraphBuildException">The graph has no output.</exception>
    public static OnnxModel Of(GraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Outputs.Count == 0)
        {
            throw new GraphBuildException(graph.Name, "the graph has no output; name one with Output.");
        }

        var model = new ModelProto { ProducerName = "Seq", ProducerVersion = ModelFile.Version(), Graph = graph.ToProto() };
        OpsetImports.AddTo(model, graph.Opset);
        return new(model, graph);
    }

    /// <summary>Reads a model, without weights in other files.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It is missing, larger than <see cref="OnnxModelSummary.MaxBytes"/>, or not an ONNX file.</exception>
    public static OnnxModel Load(string path)
    {
        var model = OnnxModelSummary.Parse(path);
        OnnxModelReader.Summarize(path, model); // Refuses what is no model.
        return new(model);
    }

    /// <summary>Adds an entry to the file's free-form metadata, or replaces one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    public OnnxModel WithMetadata(string key, string value) => Change(model =>
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        var entry = model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
        if (entry is null)
        {
            model.MetadataProps.Add(entry = new() { Key = key });
        }

        entry.Value = value;
    });

    /// <summary>Says who wrote the file.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="version">Its version.</param>
    public OnnxModel WithProducer(string name, string version) => Change(model => (model.ProducerName, model.ProducerVersion) = (name, version));

    /// <summary>Says for people what the model is.</summary>
    /// <param name="text">The text.</param>
    public OnnxModel WithDocumentation(string text) => Change(model => model.DocString = text);

    /// <summary>What the model holds, in figures.</summary>
    public OnnxModelSummary Summarize() => OnnxModelSummary.Of(Name, Proto);

    /// <summary>The whole file as bytes; the same model gives the same ones.</summary>
    public byte[] ToBytes() => Proto.ToByteArray();

    /// <summary>Writes the file, and large weights into a second one, <c>name.onnx.data</c>, where there are many.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <param name="externalDataThreshold">Bytes of weights above which those of 1 KiB and more leave the file; 0 for always. Default: 1 GiB.</param>
    public void Save(string path, long externalDataThreshold = DefaultThreshold)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(externalDataThreshold);
        var model = Proto;
        if (_graph is not null && _graph.Initializers.Sum(data => (long)data.Data.Length) > Math.Min(externalDataThreshold, DefaultThreshold))
        {
            var full = Path.GetFullPath(path);
            using var weights = new WeightsFile(Path.GetDirectoryName(full)!, Path.GetFileName(full) + ".data", FileMode.Create);
            var outside = _graph.Initializers.ToDictionary(data => data.Name, weights.Store, StringComparer.Ordinal);
            model = new(Proto) { Graph = new(Proto.Graph) };
            model.Graph.Initializer.Clear();
            model.Graph.Initializer.AddRange(Proto.Graph.Initializer.Select(data => outside.GetValueOrDefault(data.Name, data)));
        }

        using var file = File.Create(path);
        model.WriteTo(file);
    }

    private OnnxModel Change(Action<ModelProto> change)
    {
        var copy = Proto.Clone(); // The bytes of weights are shared.
        change(copy);
        return new(copy, _graph);
    }
}
