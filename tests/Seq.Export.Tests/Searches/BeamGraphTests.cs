using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Beam search in the graph against Seq.Decoding over the step graph.</summary>
public class BeamGraphTests
{
    private static readonly EncoderDecoderDescription Gru = SearchModels.Describe(CellKind.Gru);

    [Theory]
    [MemberData(nameof(SearchModels.Kinds), MemberType = typeof(SearchModels))]
    public void The_graph_finds_what_the_search_finds(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var exported = SearchModels.Export(SearchModels.Describe(cell, attention, context, layers, bidirectional));
        var sources = SearchModels.Sources(40, seed: 1);
        var lengths = new HashSet<int>();
        foreach (var settings in new BeamSettings[]
        {
            new(), new() { Alpha = 1 }, new() { Alpha = 0.7f, Offset = 5, MinLength = 3 }, new() { Alpha = -0.5f, MaxLength = 5 }, new() { MaxLength = 1 },
            new() { MaxLength = 6, MinLength = 6, Alpha = 2 },
        })
        {
            var expected = settings.RunDecoder(exported, sources);

            FoundSequence.Equal(expected, FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End));

            lengths.UnionWith(expected.SelectMany(result => result.Hypotheses).Select(hypothesis => hypothesis.Length));
        }

        Assert.True(lengths.Count > 3, "Outputs of like length would prove little.");
    }
}
