using Seq.Decoding;
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

    /// <summary>The searches for a bundle: every one that a graph can do, with every option that the graph has.</summary>
    internal static IReadOnlyList<ParitySearch> Of(SeqModel model, int maxSteps)
    {
        var plain = model.DefaultSearch with { BeamSize = 1, HypothesisCount = 1, MaxLength = maxSteps };
        var graphs = model.Manifest.Graphs;
        graphs.TryGetValue(GraphNames.GenerateBeam, out var beamGraph);
        var (size, count) = beamGraph is null ? (UsualBeam, UsualBeam) : (beamGraph.BeamSize!.Value, (int)beamGraph.Outputs.Single(output => output.Name == GraphNames.Tokens).Shape[1].Size);
        var beam = plain with { BeamSize = size, HypothesisCount = count };
        var least = plain.EndTokens.Count == 0 ? 0 : Math.Min(3, maxSteps); // Without an end token there is nothing to hold back.
        var sample = graphs.ContainsKey(GraphNames.GenerateSample);
        return
        [
            new("greedy", plain, graphs.ContainsKey(GraphNames.GenerateGreedy)),
            new("beam", beam, beamGraph is not null),
            new("beam-average", beam with { LengthPenalty = LengthPenalty.Power(1), MinLength = least }, beamGraph is not null),
            new("beam-gnmt", beam with { LengthPenalty = LengthPenalty.Gnmt(0.8) }, beamGraph is not null),
            new("sample", plain with { Sampling = new() { Seed = 0x1234_5678_9ABC_DEF0 } }, sample),
            new("sample-filtered", plain with { Sampling = new() { Seed = 7, Temperature = 0.7f, TopK = 6, TopP = 0.85f, MinP = 0.01f }, HypothesisCount = 2, MinLength = least }, sample),
            new("sample-hot", plain with { Sampling = new() { Seed = 8, Temperature = 1.8f, TopP = 0.9f } }, sample),
        ];
    }
}
