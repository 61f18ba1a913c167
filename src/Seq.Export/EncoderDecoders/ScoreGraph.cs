using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>score</c>: source and target to the logits of every step at once, teacher forced.</summary>
internal static class ScoreGraph
{
    internal static BundleGraph Build(EncoderDecoderDescription model, ModelWeights weights)
    {
        var g = new GraphBuilder(GraphNames.Score);
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var target = g.Input(GraphNames.TargetInput, ElementType.Int64, ["batch", "target"]);

        var encoded = new EncoderPart(model, weights).Run(g, source, lengths);
        var logits = new DecoderPart(model, weights).Sequence(g, target, encoded);

        g.Output(GraphNames.Logits, logits, ["batch", "target", model.TargetVocabulary]);
        g.Output(GraphNames.LogProbabilities, g.LogSoftmax(logits, axis: 2), ["batch", "target", model.TargetVocabulary]);
        return new(g);
    }
}
