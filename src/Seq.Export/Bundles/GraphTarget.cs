using Seq.Model;

namespace Seq.Export;

/// <summary>Turns the graphs of a bundle into what the options ask for: an older operator set, text at the surface.</summary>
internal static class GraphTarget
{
    internal static IReadOnlyList<BundleGraph> Finish(IReadOnlyList<BundleGraph> graphs, Checkpoint checkpoint, ExportOptions options)
    {
        foreach (var graph in graphs)
        {
            graph.Graph.LowerTo(options.Opset);
        }

        if (!options.TextGraph || checkpoint.Description is not EncoderDecoderDescription model)
        {
            return graphs;
        }

        var greedy = graphs.Single(graph => graph.Name == GraphNames.GenerateGreedy).Graph;
        return [.. graphs, TextGenerateGraph.Build(greedy, checkpoint.SourceVocabulary, checkpoint.TargetVocabulary, model.EndToken)];
    }
}
