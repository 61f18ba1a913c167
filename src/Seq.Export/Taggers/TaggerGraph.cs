using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>score</c> of a tagger: rows of tokens to the logits of the tags of each.</summary>
internal static class TaggerGraph
{
    internal static BundleGraph Score(TaggerDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Score);
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var outputs = Stack(model, weights).Run(g, new(g.Transpose(source, 1, 0), Other: null), lengths, initial: null).Sequence;
        var logits = new OutputLayer(weights, OutputNames.Weight).Logits(g, g.Transpose(outputs, 1, 0, 2)); // [batch, source, tags]
        Shape shape = ["batch", "source", model.Tags];
        g.Output(GraphNames.Logits, logits, shape);
        g.Output(GraphNames.LogProbabilities, g.LogSoftmax(logits, axis: 2), shape);
        return new(g);
    }

    /// <summary>How its layers run.</summary>
    internal static CellReport Report(TaggerDescription model, ModelWeights weights) => CellReport.Of(Stack(model, weights), stepwise: false, steps: false);

    private static RecurrentStack Stack(TaggerDescription model, ModelWeights weights) => new(
        weights, ClassifierNames.Layers, model.Layers,
        new(weights, model.Embedding is null ? null : ClassifierNames.Embedding, model.Vocabulary, model.InputSize), otherSize: 0);
}
