using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Sampling in the graph against Seq.Decoding over the step graph.</summary>
public class SampleGraphTests
{
    private static readonly EncoderDecoderDescription Gru = SearchModels.Describe(CellKind.Gru);

    [Theory]
    [MemberData(nameof(SearchModels.Kinds), MemberType = typeof(SearchModels))]
    public void The_graph_draws_what_the_search_draws(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var exported = SearchModels.Export(SearchModels.Describe(cell, attention, context, layers, bidirectional), endBias: 0f);
        var sources = SearchModels.Sources(40, seed: 1);
        foreach (var settings in new SampleSettings[]
        {
            new() { Sampling = new() { Seed = 7 } },
            new() { Sampling = new() { Seed = 0x1234_5678_9abc_def0, Temperature = 0.3f }, MinLength = 4 },
            new() { Sampling = new() { TopK = 3, Temperature = 2f } },
            new() { Sampling = new() { TopK = 100, TopP = 0.6f } },
            new() { Sampling = new() { TopP = 0.8f, Temperature = 1.5f }, MaxLength = 5 },
            new() { Sampling = new() { TopP = 1f, MinP = 0.2f } },
            new() { Sampling = new() { TopK = 5, TopP = 0.9f, MinP = 0.1f, Seed = ulong.MaxValue }, MinLength = 2 },
            new() { MaxLength = 1 },
        })
        {
            FoundSequence.Equal(settings.RunDecoder(exported, sources), FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End));
        }
    }
}
