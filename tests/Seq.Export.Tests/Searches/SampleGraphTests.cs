using Seq.Decoding;
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

    [Theory]
    [InlineData(null, null, null, 1f)]
    [InlineData(40, null, null, 1.3f)]
    [InlineData(null, 0.9f, null, 1f)]
    [InlineData(20, 0.95f, 0.01f, 0.8f)]
    public void A_thousand_inputs_give_the_same_tokens(int? topK, float? topP, float? minP, float temperature)
    {
        var model = SearchModels.Describe(CellKind.Lstm, AttentionScore.Additive, hidden: 24) with { TargetVocabulary = 300 };
        using var exported = SearchModels.Export(model, endBias: 2.5f);
        var settings = new SampleSettings
        {
            MaxLength = 20,
            Sampling = new() { Seed = 5, TopK = topK, TopP = topP, MinP = minP, Temperature = temperature },
        };
        var equal = 0;
        for (var part = 0; part < 10; part++)
        {
            var sources = SearchModels.Sources(100, seed: part);
            var batch = settings with { RowKeys = [.. Enumerable.Range(100 * part, 100).Select(key => (uint)key)] };
            var expected = batch.RunDecoder(exported, sources);
            equal += FoundSequence.Of(batch.RunGraph(exported, sources), SearchModels.End)
                .Zip(expected, (found, result) => found.Single().Difference(result.Best) is null ? 1 : 0).Sum();
        }

        Assert.Equal(1000, equal);
    }

    [Fact]
    public void A_row_keeps_its_tokens_in_any_slot_and_alone()
    {
        using var exported = SearchModels.Export(Gru, endBias: 0f);
        var sources = SearchModels.Sources(6, seed: 2);
        var settings = new SampleSettings { RowKeys = [3, 1, 4, 15, 9, 2], Sampling = new() { Seed = 99 } };
        var together = FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End);

        var backwards = FoundSequence.Of(
            (settings with { RowKeys = [.. settings.RowKeys.Reverse()] }).RunGraph(exported, [.. sources.AsEnumerable().Reverse()]), SearchModels.End);
        for (var row = 0; row < 6; row++)
        {
            var alone = FoundSequence.Of((settings with { RowKeys = [settings.RowKeys[row]] }).RunGraph(exported, [sources[row]]), SearchModels.End);
            Assert.Equal(together[row].Single().Tokens, alone[0].Single().Tokens);
            Assert.Equal(together[row].Single().Tokens, backwards[5 - row].Single().Tokens);
        }
    }

    [Fact]
    public void Samples_of_one_source_are_those_of_the_search()
    {
        using var exported = SearchModels.Export(Gru, endBias: 0f);
        var sources = SearchModels.Sources(5, seed: 3);
        var settings = new SampleSettings { Sampling = new() { Seed = 12, TopK = 6 } };
        var expected = settings.RunDecoder(exported, sources, samples: 3);

        var samples = Enumerable.Range(0, 3).Select(sample => FoundSequence.Of(settings.RunGraph(exported, sources, (uint)sample), SearchModels.End)).ToList();

        for (var input = 0; input < sources.Count; input++)
        {
            var ranked = samples.Select(sample => sample[input].Single()).OrderByDescending(found => found.LogProbability).ToList();
            Assert.All(expected[input].Hypotheses.Zip(ranked), pair => Assert.Null(pair.Second.Difference(pair.First)));
        }
    }

    [Fact]
    public void Another_seed_gives_other_tokens()
    {
        using var exported = SearchModels.Export(Gru, endBias: 0f);
        var sources = SearchModels.Sources(10, seed: 4);
        long[] Tokens(ulong seed) => new SampleSettings { MinLength = 12, Sampling = new() { Seed = seed } }.RunGraph(exported, sources)[GraphNames.Tokens].Longs;

        Assert.NotEqual(Tokens(1), Tokens(2));
        Assert.NotEqual(Tokens(1), Tokens(1ul << 32));
        Assert.Equal(Tokens(1), Tokens(1));
    }

    // The end token is impossible and the eight others weigh 1, so the n-th is drawn for a number from n / 8 to (n + 1) / 8; of the four that top-k keeps,
    // from n / 4 to (n + 1) / 4.
    [Theory]
    [InlineData(null, 8)]
    [InlineData(4, 4)]
    public void Equal_logits_are_kept_and_drawn_by_rising_id(int? topK, int kept)
    {
        using var exported = SearchModels.Export(Gru, change: SearchModels.AlwaysLogits(2, float.NegativeInfinity, 2, 2, 2, 2, 2, 2, 2));
        int[] ids = [.. Enumerable.Range(0, 9).Where(id => id != SearchModels.End)];
        var settings = new SampleSettings { Sampling = new() { Seed = 3, TopK = topK } };

        var found = FoundSequence.Of(settings.RunGraph(exported, SearchModels.Sources(20, seed: 5)), SearchModels.End);

        for (var row = 0; row < found.Count; row++)
        {
            Assert.Equal(
                Enumerable.Range(0, 12).Select(step => ids[(int)(CounterRandom.Uniform(3, (uint)row, 0, (uint)step) * kept)]), found[row].Single().Tokens);
        }
    }

    [Fact]
    public void Rows_that_end_at_once_have_no_tokens_and_the_loop_stops()
    {
        using var exported = SearchModels.Export(Gru, endBias: 1000f);

        var result = new SampleSettings { MaxLength = 1000 }.RunGraph(exported, SearchModels.Sources(3, seed: 6));

        Assert.Equal([3, 1], result[GraphNames.Tokens].Shape);
        Assert.All(FoundSequence.Of(result, SearchModels.End), found => Assert.Empty(found.Single().Tokens));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public void No_steps_give_empty_rows_of_the_right_shape(int maxLength)
    {
        using var exported = SearchModels.Export(Gru);

        var result = new SampleSettings { MaxLength = maxLength }.RunGraph(exported, SearchModels.Sources(3, seed: 6));

        Assert.Equal([3, 0], result[GraphNames.Tokens].Shape);
        Assert.Equal([3, 0], result[GraphNames.TokenLogProbabilities].Shape);
        Assert.Equal([0, 0, 0], result[GraphNames.Lengths].Longs);
        Assert.Equal([0, 0, 0], result[GraphNames.SequenceLogProbability].Floats);
    }
}
