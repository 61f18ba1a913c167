using Seq.Model;

namespace Seq.Cli.Inspection;

/// <summary>A layer of a model, as a line of its summary.</summary>
/// <param name="Name">Name of the layer: what its parameters' names begin with.</param>
/// <param name="Type">What it is, with what shapes it: <c>GRU, bidirectional</c>.</param>
/// <param name="OutputShape">Its output; names are dimensions that vary.</param>
/// <param name="Parameters">Number of its trained numbers.</param>
internal sealed record LayerSummary(string Name, string Type, IReadOnlyList<string> OutputShape, long Parameters)
{
    /// <summary>The layers of a model in the order of its parameters; their counts add up to the model's.</summary>
    internal static IReadOnlyList<LayerSummary> Of(ModelDescription description) => description switch
    {
        EncoderDecoderDescription model =>
        [
            .. model.Parameters
                .GroupBy(parameter => parameter.Name[..parameter.Name.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal)
                .Select(layer => Create(model, layer.Key, layer.Sum(parameter => parameter.ElementCount))),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(description), description.Kind, "The kind of model is not known here."),
    };

    private static LayerSummary Create(EncoderDecoderDescription model, string name, long parameters)
    {
        var (type, shape) = name switch
        {
            "source_embedding" => ("Embedding", Shape("source", model.SourceInputSize)),
            "encoder" => (Recurrent(model.Encoder), Shape("source", model.MemorySize)),
            "bridge" => ("Linear, tanh", ["batch", $"{model.Decoder.Hidden}"]),
            "target_embedding" => ("Embedding", Shape("target", model.TargetInputSize)),
            "decoder" => (Recurrent(model.Decoder), Shape("target", model.Decoder.Hidden)),
            "attention" => ($"Attention, {model.Attention?.Score.ToString().ToLowerInvariant()}", Shape("target", model.Decoder.Hidden)),
            "output" => ("Linear", Shape("target", model.TargetVocabulary)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The layer is not known here."),
        };
        return new(name, type, shape, parameters);
    }

    private static string[] Shape(string time, int width) => ["batch", time, $"{width}"];

    private static string Recurrent(RecurrentLayers layers)
    {
        var cell = layers.Cell switch
        {
            CellKind.Gru => "GRU",
            CellKind.Lstm => "LSTM",
            CellKind.ElmanRelu => "Elman, ReLU",
            _ => "Elman, tanh",
        };
        return cell + (layers.Layers > 1 ? $", {layers.Layers} layers" : "") + (layers.Bidirectional ? ", bidirectional" : "");
    }
}
