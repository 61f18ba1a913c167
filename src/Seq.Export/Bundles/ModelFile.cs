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
        (int? start, int? end) = description switch
        {
            EncoderDecoderDescription pair => (pair.StartToken, pair.EndToken),
            LanguageModelDescription language => (language.StartToken, language.EndToken),
            _ => default((int?, int?)),
        };
        Describe(model, "seq.start_token", start);
        Describe(model, "seq.end_token", end);
        Describe(model, "seq.beam_size", graph.BeamSize);
        if (weights is not null)
        {
            model.Graph.Initializer.Clear();
            model.Graph.Initializer.AddRange(graph.Initializers.Select(weights.Store));
        }

        return model;
    }

    private static void Describe(ModelProto model, string key, int? value)
    {
        if (value is { } number)
        {
            Describe(model, key, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Describe(ModelProto model, string key, string value) =>
        model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    internal static string Version() => typeof(ModelFile).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
