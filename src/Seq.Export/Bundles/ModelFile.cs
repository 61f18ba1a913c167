using System.Globalization;
using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>Wraps a graph into the message that an ONNX file holds.</summary>
internal static class ModelFile
{
    /// <summary>The file's content.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="description">What the model is; what a caller without the manifest needs goes into the metadata.</param>
    /// <param name="weights">Where large weights go; null keeps them in the graph.</param>
    internal static ModelProto Create(BundleGraph graph, ModelDescription description, WeightsFile? weights)
    {
        var model = new ModelProto { ProducerName = "Seq", ProducerVersion = Version(), Graph = graph.ToProto() };
        OpsetImports.AddTo(model, graph.Opset);
        Describe(model, "seq.graph", graph.Name);
        Describe(model, "seq.kind", description.Kind);
        if (description is EncoderDecoderDescription { StartToken: var start, EndToken: var end })
        {
            Describe(model, "seq.start_token", start.ToString(CultureInfo.InvariantCulture));
            Describe(model, "seq.end_token", end.ToString(CultureInfo.InvariantCulture));
        }

        if (graph.BeamSize is { } beam)
        {
            Describe(model, "seq.beam_size", beam.ToString(CultureInfo.InvariantCulture));
        }

        if (weights is not null)
        {
            model.Graph.Initializer.Clear();
            model.Graph.Initializer.AddRange(graph.Initializers.Select(weights.Store));
        }

        return model;
    }

    private static void Describe(ModelProto model, string key, string value) =>
        model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    internal static string Version() => typeof(ModelFile).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
