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

    [Theory]
    [InlineData(CellKind.Lstm, AttentionScore.Additive, 4, 0f, 0f)]
    [InlineData(CellKind.Gru, null, 5, 0.6f, 5f)]
    [InlineData(CellKind.Lstm, null, 8, 1f, 0f)]
    public void A_thousand_inputs_give_the_same_hypotheses(CellKind cell, AttentionScore? attention, int beam, float alpha, float offset)
    {
        var model = SearchModels.Describe(cell, attention, hidden: 24) with { TargetVocabulary = 300 };
        using var exported = SearchModels.Export(model, beam, hypotheses: beam, endBias: 2.5f);
        var settings = new BeamSettings { MaxLength = 20, Alpha = alpha, Offset = offset };
        var equal = 0;
        for (var part = 0; part < 20; part++)
        {
            var sources = SearchModels.Sources(50, seed: part);
            var expected = settings.RunDecoder(exported, sources);
            equal += FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End).Zip(expected, (found, result) =>
                found.Length == result.Hypotheses.Length && found.Zip(result.Hypotheses).All(pair => pair.First.Difference(pair.Second) is null) ? 1 : 0).Sum();
        }

        Assert.Equal(1000, equal);
    }

    [Fact]
    public void A_row_alone_finds_what_it_finds_in_a_batch()
    {
        using var exported = SearchModels.Export(SearchModels.Describe(CellKind.Lstm, AttentionScore.General));
        var sources = SearchModels.Sources(8, seed: 2);
        var settings = new BeamSettings { Alpha = 1 };
        var together = FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End);
        var backwards = FoundSequence.Of(settings.RunGraph(exported, [.. sources.AsEnumerable().Reverse()]), SearchModels.End);

        for (var row = 0; row < sources.Count; row++)
        {
            var alone = FoundSequence.Of(settings.RunGraph(exported, [sources[row]]), SearchModels.End)[0];
            Assert.Equal(together[row].Select(found => string.Join(' ', found.Tokens)), alone.Select(found => string.Join(' ', found.Tokens)));
            Assert.Equal(together[row].Select(found => string.Join(' ', found.Tokens)), backwards[7 - row].Select(found => string.Join(' ', found.Tokens)));
            Assert.All(together[row].Zip(alone), pair => Assert.Equal(pair.First.Score, pair.Second.Score, FoundSequence.Tolerance));
        }
    }

    // Without the end token eight tokens share the probability. Ties go to the parent of higher rank, then to the lower id: after 0 and 2 both live on,
    // the four best of eight equal candidates all extend 0.
    [Fact]
    public void Of_equal_sums_the_higher_parent_and_then_the_lower_id_wins()
    {
        using var exported = SearchModels.Export(Gru, beam: 2, hypotheses: 2, change: SearchModels.AlwaysLogits(0, 0, 0, 0, 0, 0, 0, 0, 0));
        var settings = new BeamSettings { MinLength = 2, MaxLength = 2 };

        var found = FoundSequence.Of(settings.RunGraph(exported, [[4, 5], [6]]), SearchModels.End);

        foreach (var row in found)
        {
            Assert.Equal([0, 0], row[0].Tokens);
            Assert.Equal([0, 2], row[1].Tokens);
            Assert.All(row, hypothesis => Assert.Equal(-2 * Math.Log(8), hypothesis.LogProbability, tolerance: 1e-5));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Ties_of_all_kinds_break_as_in_the_search(int beam)
    {
        var sources = SearchModels.Sources(2, seed: 3);
        foreach (var logits in new float[][] { [0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 3, 0, 3, 3, 3, 0, 0, 0], [1, 0, 1, 1, 1, 0, 1, 0, 0] })
        {
            using var exported = SearchModels.Export(Gru, beam, beam, change: SearchModels.AlwaysLogits(logits));
            foreach (var settings in new BeamSettings[] { new() { MaxLength = 2 }, new() { MaxLength = 4, MinLength = 1 }, new() { MaxLength = 3, MinLength = 3 } })
            {
                FoundSequence.Equal(settings.RunDecoder(exported, sources), FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End));
            }
        }
    }

    [Fact]
    public void A_beam_wider_than_the_vocabulary_returns_what_there_is()
    {
        using var exported = SearchModels.Export(Gru, beam: 12, hypotheses: 12);
        var sources = SearchModels.Sources(5, seed: 4);
        foreach (var maxLength in new[] { 1, 2, 7 })
        {
            var settings = new BeamSettings { MaxLength = maxLength, Alpha = 0.5f };
            var found = FoundSequence.Of(settings.RunGraph(exported, sources), SearchModels.End);

            FoundSequence.Equal(settings.RunDecoder(exported, sources), found);
            Assert.All(found, row => Assert.Equal(maxLength == 1 ? 9 : 12, row.Length));
        }
    }

    // The end token has 2/3, each other one 1/24. With f(n) = n² ending at once scores ln 2/3 = -0.41. The best live one, at ln 1/24, could reach -0.79 with
    // the next token but -0.02 with the twelfth, so the search must go on; eleven tokens and the end score (11 ln 1/24 + ln 2/3) / 144 = -0.25.
    [Fact]
    public void The_search_goes_on_while_the_longest_hypothesis_could_still_win()
    {
        using var exported = SearchModels.Export(Gru, hypotheses: 1, change: SearchModels.AlwaysLogits(0, MathF.Log(16), 0, 0, 0, 0, 0, 0, 0));

        var found = FoundSequence.Of(new BeamSettings { Alpha = 2 }.RunGraph(exported, [[4, 5]]), SearchModels.End)[0].Single();

        Assert.Equal(new int[11], found.Tokens);
        Assert.True(found.Ended);
        Assert.Equal(((11 * Math.Log(1 / 24.0)) + Math.Log(2 / 3.0)) / 144, found.Score, FoundSequence.Tolerance);
    }

    [Fact]
    public void What_is_missing_has_no_tokens_and_no_score()
    {
        using var exported = SearchModels.Export(Gru, beam: 12, hypotheses: 12);

        var result = new BeamSettings { MaxLength = 1 }.RunGraph(exported, [[3]]);

        Assert.Equal([1, 12, 1], result[GraphNames.Tokens].Shape);
        Assert.All(result[GraphNames.SequenceScore].Floats[9..], score => Assert.Equal(float.NegativeInfinity, score));
        Assert.All(result[GraphNames.SequenceLogProbability].Floats[9..], sum => Assert.Equal(float.NegativeInfinity, sum));
        Assert.All(result[GraphNames.Tokens].Longs[9..], token => Assert.Equal(SearchModels.End, token));
        Assert.All(result[GraphNames.Lengths].Longs[9..], length => Assert.Equal(0, length));
        Assert.All(result[GraphNames.TokenLogProbabilities].Floats[9..], gain => Assert.Equal(0f, gain));
    }

    [Fact]
    public void Inputs_that_end_at_once_stop_the_loop_however_long_it_may_run()
    {
        using var exported = SearchModels.Export(Gru, hypotheses: 1, endBias: 1000f);
        var model = exported.Graph(GraphNames.GenerateBeam);
        (string, Tensor)[] options =
        [
            (GraphNames.MaxLength, Tensor.Of([long.MaxValue])), (GraphNames.MinLength, Tensor.Of([0L])),
            (GraphNames.LengthPenaltyAlpha, Tensor.Of([0f])), (GraphNames.LengthPenaltyOffset, Tensor.Of([0f])),
        ];

        var result = model.Run([.. exported.SourceInputs(SearchModels.Sources(3, seed: 6)), .. options]);

        Assert.Equal([3, 1, 1], result[GraphNames.Tokens].Shape);
        Assert.Equal([0, 0, 0], result[GraphNames.Lengths].Longs);
        Assert.All(result[GraphNames.SequenceScore].Floats, score => Assert.Equal(0, score, tolerance: 1e-6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public void No_steps_give_one_empty_hypothesis_of_the_right_shape(int maxLength)
    {
        using var exported = SearchModels.Export(Gru, beam: 3, hypotheses: 2);

        var result = new BeamSettings { MaxLength = maxLength, Alpha = 1 }.RunGraph(exported, SearchModels.Sources(2, seed: 6));

        Assert.Equal([2, 2, 0], result[GraphNames.Tokens].Shape);
        Assert.Equal([2, 2, 0], result[GraphNames.TokenLogProbabilities].Shape);
        Assert.Equal([0, 0, 0, 0], result[GraphNames.Lengths].Longs);
        Assert.Equal([0, float.NegativeInfinity, 0, float.NegativeInfinity], result[GraphNames.SequenceScore].Floats);
        Assert.Equal([0, float.NegativeInfinity, 0, float.NegativeInfinity], result[GraphNames.SequenceLogProbability].Floats);
    }
}
