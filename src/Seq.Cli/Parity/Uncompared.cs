using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>What of a bundle no check can look at, so that a report says what it does not prove.</summary>
internal static class Uncompared
{
    private static readonly Dictionary<string, string[]> Outputs = new(StringComparer.Ordinal)
    {
        [GraphNames.Encode] = [GraphNames.Memory, GraphNames.Context, GraphNames.Keys],
        [GraphNames.Step] = [GraphNames.Logits, GraphNames.Attention],
        [GraphNames.Score] = [GraphNames.Logits, GraphNames.LogProbabilities],
        [GraphNames.GenerateGreedy] = Search,
        [GraphNames.GenerateBeam] = [.. Search, GraphNames.SequenceScore],
        [GraphNames.GenerateSample] = Search,
        [GraphNames.TextGenerateGreedy] = [GraphNames.GeneratedText, GraphNames.SequenceLogProbability],
    };

    private static string[] Search =>
        [GraphNames.Tokens, GraphNames.Lengths, GraphNames.SequenceLogProbability, GraphNames.TokenLogProbabilities, GraphNames.Attention];

    /// <summary>What <c>seq parity</c> does not compare.</summary>
    /// <param name="model">The opened bundle.</param>
    /// <param name="golden">Its golden pack; null when it has none.</param>
    internal static IReadOnlyList<string> ByParity(SeqModel model, GoldenRows? golden) =>
        [.. OfGraphs(model), .. golden is null ? ["golden pack: the bundle has none"] : Array.Empty<string>()];

    /// <summary>What <c>seq verify</c> does not compare.</summary>
    /// <param name="bundle">The opened bundle.</param>
    /// <param name="golden">Its golden pack; null when it has none.</param>
    internal static IReadOnlyList<string> ByVerify(BundleSide bundle, GoldenRows? golden) =>
        [.. OfGraphs(bundle.Model), .. OfGolden(bundle, golden)];

    private static IEnumerable<string> OfGolden(BundleSide bundle, GoldenRows? golden)
    {
        if (golden is null)
        {
            yield return "anything with the trainer: the bundle has no golden pack";
            yield break;
        }

        if (bundle.Writes && golden.Greedy is null)
        {
            yield return "searches with the trainer: the golden pack has no greedy tokens";
        }

        if (golden.ReadTexts.Count == 0 && golden.WrittenTexts.Count == 0)
        {
            yield return "vocabularies with the trainer: the golden pack has no texts";
        }

        if (bundle.Attends && golden.Attention is null)
        {
            yield return "attention with the trainer: the golden pack has none; that it is made of weights is checked, and that the graphs agree on it";
        }
    }

    private static IEnumerable<string> OfGraphs(SeqModel model)
    {
        foreach (var (name, graph) in model.Manifest.Graphs)
        {
            if (!Outputs.TryGetValue(name, out var known))
            {
                yield return $"{graph.File}: this version of Seq does not know the graph '{name}'";
                continue;
            }

            string[] states = [.. graph.States.Select(state => state.Output), .. StatesOf(model)];
            foreach (var output in graph.Outputs.Where(output => !known.Contains(output.Name) && !states.Contains(output.Name)))
            {
                yield return $"{graph.File}: this version of Seq does not know the output '{output.Name}'";
            }
        }
    }

    /// <summary>An encode graph returns the states of a step, a score graph of a language model returns them as the next ones.</summary>
    private static IEnumerable<string> StatesOf(SeqModel model) => model.Manifest.Graphs.TryGetValue(GraphNames.Step, out var step)
        ? step.States.SelectMany(state => new[] { state.Input, state.InitialFrom, state.Output }).OfType<string>()
        : [];
}
