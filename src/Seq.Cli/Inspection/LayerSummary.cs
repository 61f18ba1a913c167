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
    internal static IReadOnlyList<LayerSummary> Of(ModelDescription description) =>
    [
        .. description.Parameters
            .GroupBy(parameter => parameter.Name[..parameter.Name.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal)
            .Select(layer =>
            {
                var (type, shape) = Describe(description, layer.Key);
                return new LayerSummary(layer.Key, type, shape, layer.Sum(parameter => parameter.ElementCount));
            }),
    ];

    private static (string Type, string[] Shape) Describe(ModelDescription description, string name) => (description, name) switch
    {
        (EncoderDecoderDescription model, "source_embedding") => ("Embedding", Shape("source", model.SourceInputSize)),
        (EncoderDecoderDescription model, "encoder") => (Recurrent(model.Encoder), Shape("source", model.MemorySize)),
        (EncoderDecoderDescription model, "bridge") => ("Linear, tanh", ["batch", $"{model.Decoder.StateSize}"]),
        (EncoderDecoderDescription model, "target_embedding") => (model.SharedEmbeddings ? "Embedding, shared" : "Embedding", Shape("target", model.TargetInputSize)),
        (EncoderDecoderDescription model, "decoder") => (Recurrent(model.Decoder), Shape("target", model.Decoder.OutputSize)),
        (EncoderDecoderDescription model, "attention") => (Attention(model.Attention!), Shape("target", model.Decoder.OutputSize)),
        (EncoderDecoderDescription model, "output") => (Linear(model.TiedEmbeddings), Shape("target", model.TargetVocabulary)),
        (LanguageModelDescription model, "embedding") => ("Embedding", Shape("target", model.InputSize)),
        (LanguageModelDescription model, "rnn") => (Recurrent(model.Layers), Shape("target", model.OutputSize)),
        (LanguageModelDescription model, "attention") => ($"Attention, window of {model.WindowAttention!.Window}", Shape("target", model.OutputSize)),
        (LanguageModelDescription model, "output") => (
            model.AdaptiveSoftmax is { } adaptive ? $"Adaptive softmax, {adaptive.Cutoffs.Count} clusters" : Linear(model.TiedEmbeddings), Shape("target", model.Vocabulary)),
        (ClassifierDescription model, "embedding") => ("Embedding", Shape("source", model.InputSize)),
        (ClassifierDescription model, "convolution") => (
            $"Convolution of {model.Convolution!.Width}, pooled by {model.Convolution.Pool}", Shape("steps", model.Convolution.Filters)),
        (ClassifierDescription model, "rnn") => (Recurrent(model.Layers), Shape(model.Convolution is null ? "source" : "steps", model.Layers.OutputSize)),
        (ClassifierDescription model, "pooling") => ("Attention", ["batch", $"{model.Layers.OutputSize}"]),
        (ClassifierDescription model, "output") => ($"Linear, {model.Output.ToString().ToLowerInvariant()}", ["batch", $"{model.Classes}"]),
        (TaggerDescription model, "embedding") => ("Embedding", Shape("source", model.InputSize)),
        (TaggerDescription model, "rnn") => (Recurrent(model.Layers), Shape("source", model.Layers.OutputSize)),
        (TaggerDescription model, "output") => ("Linear", Shape("source", model.Tags)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"A {description.Kind} has no such layer."),
    };

    private static string[] Shape(string time, int width) => ["batch", time, $"{width}"];

    private static string Linear(bool tied) => tied ? "Linear, weight tied to the embedding" : "Linear";

    private static string Attention(AttentionDescription attention) => $"Attention, {attention.Score.ToString().ToLowerInvariant()}"
        + (attention.Placement == AttentionPlacement.BeforeCell ? ", before the cell" : "")
        + (attention.InputFeeding ? ", fed back" : "") + (attention.Coverage ? ", coverage" : "");

    private static string Recurrent(RecurrentLayers layers)
    {
        var cell = layers.Cell switch
        {
            CellKind.Gru => "GRU",
            CellKind.Lstm => "LSTM",
            CellKind.ElmanRelu => "Elman, ReLU",
            CellKind.ElmanSelu => "Elman, SELU",
            _ => "Elman, tanh",
        };
        return cell + (layers.Activation == CellActivation.Tanh ? "" : $" of {layers.Activation.ToString().ToUpperInvariant()}")
            + (layers.Layers > 1 ? $", {layers.Layers} layers" : "") + (layers.Bidirectional ? ", bidirectional" : "")
            + (layers.Projection is { } projection ? $", projected to {projection}" : "")
            + (layers.LayerNorm ? ", layer norm" : "") + (layers.Residual ? ", residual" : "");
    }
}
