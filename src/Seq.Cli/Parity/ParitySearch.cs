using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>A search to be compared.</summary>
/// <param name="Name">Its name in the report: <c>greedy</c>, <c>beam</c>, <c>sample</c>, … </param>
/// <param name="Options">How it searches.</param>
/// <param name="InGraph">Whether the bundle has a graph that does it.</param>
internal sealed record ParitySearch(string Name, SearchOptions Options, bool InGraph)
{
    private const int UsualBeam = 4;

    /// <summary>The graph that does such a search.</summary>
    internal string Graph =>
        Options.Sampling is not null ? GraphNames.GenerateSample : Options.BeamSize > 1 ? GraphNames.GenerateBeam : GraphNames.GenerateGreedy;

    /// <summary>The searches for a bundle: every one that a graph can do, with every option that the graph has.</summary>
    internal static IReadOnlyList<ParitySearch> Of(SeqModel model, int maxSteps)
    {
        var plain = model.DefaultSearch with { BeamSize = 1, HypothesisCount = 1, MaxLength = maxSteps };
        var graphs = model.Manifest.Graphs;
        graphs.TryGetValue(GraphNames.GenerateBeam, out var beamGraph);
        var (size, count) = beamGraph is null ? (UsualBeam, UsualBeam) : (beamGraph.BeamSize!.Value, (int)beamGraph.Outputs.Single(output => output.Name == GraphNames.Tokens).Shape[1].Size);
        var beam = plain with { BeamSize = size, HypothesisCount = count };
        var sampleGraph = graphs.GetValueOrDefault(GraphNames.GenerateSample);
        var least = plain.EndTokens.Count == 0 ? 0 : Math.Min(3, maxSteps); // Without an end token there is nothing to hold back.
        var sample = plain with { Sampling = new() { Seed = 0x1234_5678_9ABC_DEF0 } };
        return
        [
            new("greedy", plain, graphs.ContainsKey(GraphNames.GenerateGreedy)),
            new("beam", beam, beamGraph is not null),
            new("beam-average", beam with { LengthPenalty = LengthPenalty.Power(1), MinLength = least }, beamGraph is not null),
            new("beam-gnmt", beam with { LengthPenalty = LengthPenalty.Gnmt(0.8) }, beamGraph is not null),
            new("sample", sample, sampleGraph is not null),
            new("sample-filtered", plain with { Sampling = new() { Seed = 7, Temperature = 0.7f, TopK = 6, TopP = 0.85f, MinP = 0.01f }, HypothesisCount = 2, MinLength = least }, sampleGraph is not null),
            new("sample-hot", plain with { Sampling = new() { Seed = 8, Temperature = 1.8f, TopP = 0.9f } }, sampleGraph is not null),
            .. WithAllInputs("greedy", plain, graphs.GetValueOrDefault(GraphNames.GenerateGreedy), least, model.TargetVocabulary.Count),
            .. WithAllInputs("beam", beam with { LengthPenalty = LengthPenalty.Gnmt(0.6) }, beamGraph, least, model.TargetVocabulary.Count),
            .. WithAllInputs("sample", sample, sampleGraph, least, model.TargetVocabulary.Count),
        ];
    }

    /// <summary>The inputs that a graph has only when it was exported with all of them, each with a number of its own, so that none can stand for another.</summary>
    private static IEnumerable<ParitySearch> WithAllInputs(string name, SearchOptions plain, GraphEntry? graph, int least, int vocabulary)
    {
        bool Takes(string input) => graph?.Inputs.Any(value => value.Name == input) == true;
        if (Takes(GraphNames.RepetitionPenalty))
        {
            yield return new($"{name}-penalties", plain with
            {
                MinLength = least,
                Processors = [new RepetitionPenalty(1.3f), new PresencePenalty(0.35f), new FrequencyPenalty(0.15f)],
                CoveragePenalty = CoveragePenalty.Wu(Takes(GraphNames.CoveragePenalty) ? 0.2f : 0),
            }, InGraph: true);
        }

        if (Takes(GraphNames.EndToken))
        {
            var other = Enumerable.Range(vocabulary / 2, vocabulary).Select(token => token % vocabulary).First(token => !plain.EndTokens.Contains(token));
            yield return new($"{name}-end-token", plain with { EndTokens = [other], MinLength = 1 }, InGraph: true);
        }
    }
}
