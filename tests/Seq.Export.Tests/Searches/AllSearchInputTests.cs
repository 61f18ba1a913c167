using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>End token, minimum length and penalties as inputs of the graphs that decode, against Seq.Decoding over the step graph.</summary>
public class AllSearchInputTests
{
    private const int Beam = 4;

    private static readonly TokenPenaltySettings[] Penalties =
    [
        new(), new() { Repetition = 1.6f }, new() { Presence = 0.7f }, new() { Frequency = -0.4f }, new() { Frequency = 0.9f, Presence = -0.3f, EndToken = 4 },
        new() { Repetition = 1.3f, Presence = 0.25f, Frequency = 0.5f }, new() { EndToken = 7 }, new() { EndToken = -1, Repetition = 1.2f },
    ];

    [Theory]
    [MemberData(nameof(SearchModels.Kinds), MemberType = typeof(SearchModels))]
    public void Every_graph_follows_every_input(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var exported = SearchModels.Export(SearchModels.Describe(cell, attention, context, layers, bidirectional), all: true);
        var sources = SearchModels.Sources(25, seed: 1);
        foreach (var (place, penalties) in Penalties.Index())
        {
            var least = penalties.EndToken < 0 ? 0 : place % 4;
            var greedy = new GreedySettings { Penalties = penalties, MinLength = least };
            var sample = new SampleSettings { Penalties = penalties, MinLength = least, Sampling = new() { Seed = 7, TopP = place % 2 == 0 ? null : 0.9f } };
            var beam = new BeamSettings { Penalties = penalties, Coverage = attention is null ? null : place * 0.1f, MinLength = least, Alpha = 0.6f, Offset = 5 };

            FoundSequence.Equal(greedy.RunDecoder(exported, sources), FoundSequence.Of(greedy.RunGraph(exported, sources), penalties.EndToken));
            FoundSequence.Equal(sample.RunDecoder(exported, sources), FoundSequence.Of(sample.RunGraph(exported, sources), penalties.EndToken));
            FoundSequence.Equal(beam.RunDecoder(exported, sources), FoundSequence.Of(beam.RunGraph(exported, sources), penalties.EndToken));
        }
    }

    [Theory]
    [InlineData(1f, 0f, 0f)]
    [InlineData(1.2f, 0f, 0f)]
    [InlineData(1.1f, 0.2f, 0.3f)]
    public void A_thousand_inputs_give_the_same_tokens_greedily_and_drawn(float repetition, float presence, float frequency)
    {
        using var exported = Large();
        var penalties = new TokenPenaltySettings { Repetition = repetition, Presence = presence, Frequency = frequency };
        var greedy = new GreedySettings { MaxLength = 20, MinLength = 2, Penalties = penalties };
        var sample = new SampleSettings { MaxLength = 20, MinLength = 2, Penalties = penalties, Sampling = new() { Seed = 5, TopK = 40, Temperature = 0.9f } };
        var (equalGreedy, equalSample) = (0, 0);
        for (var part = 0; part < 10; part++)
        {
            var sources = SearchModels.Sources(100, seed: part);
            equalGreedy += CountEqual(greedy.RunDecoder(exported, sources), greedy.RunGraph(exported, sources));
            equalSample += CountEqual(sample.RunDecoder(exported, sources), sample.RunGraph(exported, sources));
        }

        Assert.Equal((1000, 1000), (equalGreedy, equalSample));
    }

    [Theory]
    [InlineData(1f, 0f, 0f, 0.2f)]
    [InlineData(1.15f, 0.1f, 0.2f, 0f)]
    [InlineData(1.05f, 0f, 0.1f, 0.4f)]
    public void A_thousand_inputs_give_the_same_hypotheses(float repetition, float presence, float frequency, float coverage)
    {
        using var exported = Large();
        var settings = new BeamSettings
        {
            MaxLength = 20, Alpha = 0.6f, Offset = 5, MinLength = 1, Coverage = coverage,
            Penalties = new() { Repetition = repetition, Presence = presence, Frequency = frequency },
        };
        var equal = 0;
        for (var part = 0; part < 20; part++)
        {
            var sources = SearchModels.Sources(50, seed: part);
            equal += CountEqual(settings.RunDecoder(exported, sources), settings.RunGraph(exported, sources));
        }

        Assert.Equal(1000, equal);
    }

    [Fact]
    public void Penalties_and_coverage_change_what_is_found()
    {
        using var exported = Large();
        var sources = SearchModels.Sources(100, seed: 1);
        string Found(BeamSettings settings) => string.Join(';', FoundSequence.Of(settings.RunGraph(exported, sources), settings.Penalties!.EndToken)
            .SelectMany(row => row).Select(found => string.Join(' ', found.Tokens)));
        var plain = new BeamSettings { MaxLength = 20, Coverage = 0, Penalties = new() };

        var all = new[]
        {
            plain, plain with { Coverage = 0.4f }, plain with { Penalties = new() { Repetition = 1.2f } }, plain with { Penalties = new() { Presence = 0.6f } },
            plain with { Penalties = new() { Frequency = 0.3f } }, plain with { Penalties = new() { EndToken = 5 } }, plain with { MinLength = 9 },
        }.Select(Found).ToList();

        Assert.Empty(all.Index().Where(found => all.IndexOf(found.Item) != found.Index).Select(found => found.Index));
    }

    [Fact]
    public void A_beam_returns_where_each_step_of_each_hypothesis_looked()
    {
        using var exported = SearchModels.Export(SearchModels.Describe(CellKind.Lstm, AttentionScore.Additive, layers: 2), Beam, Beam, all: true);
        var sources = SearchModels.Sources(20, seed: 4);
        var settings = new BeamSettings { Penalties = new() { Presence = 0.2f }, Coverage = 0.1f };
        var expected = settings.RunDecoder(exported, sources, keepAttention: true);

        var result = settings.RunGraph(exported, sources);

        var (steps, width) = ((int)result[GraphNames.Tokens].Shape[2], sources.Max(source => source.Length));
        Assert.Equal([sources.Count, Beam, steps, width], result[GraphNames.Attention].Shape);
        for (var input = 0; input < sources.Count; input++)
        {
            foreach (var (place, hypothesis) in expected[input].Hypotheses.Index())
            {
                for (var step = 0; step < steps; step++)
                {
                    var weights = result[GraphNames.Attention].Floats.AsSpan(((((input * Beam) + place) * steps) + step) * width, width).ToArray();
                    float[] truth = step < hypothesis.Attention.Length ? [.. hypothesis.Attention[step]] : [];
                    Assert.All(weights.Select((weight, i) => (weight, i < truth.Length ? truth[i] : 0f)), pair => Assert.Equal(pair.Item2, pair.weight, tolerance: 1e-5));
                }
            }
        }
    }

    [Fact]
    public void No_steps_give_empty_hypotheses_whose_score_is_not_lowered()
    {
        using var exported = SearchModels.Export(SearchModels.Describe(CellKind.Gru, AttentionScore.Dot), beam: 3, hypotheses: 2, all: true);
        var sources = SearchModels.Sources(2, seed: 6);

        var beam = new BeamSettings { MaxLength = 0, Coverage = 0.3f, Penalties = new() { Repetition = 2 } }.RunGraph(exported, sources);
        var greedy = new GreedySettings { MaxLength = 0, Penalties = new() { Repetition = 2 } }.RunGraph(exported, sources);

        Assert.Equal([0, float.NegativeInfinity, 0, float.NegativeInfinity], beam[GraphNames.SequenceScore].Floats);
        Assert.Equal([2, 2, 0], beam[GraphNames.Attention].Shape.Take(3));
        Assert.Equal([2, 0], greedy[GraphNames.Tokens].Shape);
    }

    [Fact]
    public void The_manifest_lists_the_inputs_and_only_a_beam_with_attention_knows_coverage()
    {
        string[] penalties = [GraphNames.EndToken, GraphNames.RepetitionPenalty, GraphNames.PresencePenalty, GraphNames.FrequencyPenalty];
        using var with = SearchModels.Export(SearchModels.Describe(CellKind.Gru, AttentionScore.Dot), all: true);
        using var without = SearchModels.Export(SearchModels.Describe(CellKind.Gru), all: true);
        string[] Inputs(ExportedModel exported, string graph) => [.. exported.Bundle.Graph(graph).Inputs.Select(input => input.Name)];

        Assert.Equal([GraphNames.Source, GraphNames.SourceLengths, GraphNames.MaxLength, GraphNames.MinLength, .. penalties], Inputs(with, GraphNames.GenerateGreedy));
        Assert.Superset(penalties.ToHashSet(), Inputs(with, GraphNames.GenerateSample).ToHashSet());
        Assert.Superset(penalties.Append(GraphNames.CoveragePenalty).ToHashSet(), Inputs(with, GraphNames.GenerateBeam).ToHashSet());
        Assert.DoesNotContain(GraphNames.CoveragePenalty, Inputs(without, GraphNames.GenerateBeam));
        Assert.DoesNotContain(without.Bundle.Graph(GraphNames.GenerateBeam).Outputs, output => output.Name == GraphNames.Attention);
    }

    private static ExportedModel Large() => SearchModels.Export(
        SearchModels.Describe(CellKind.Lstm, AttentionScore.Additive, hidden: 24) with { TargetVocabulary = 60 }, Beam, Beam, endBias: 1.5f, all: true);

    private static int CountEqual(IReadOnlyList<DecodingResult> expected, Dictionary<string, Tensor> result) =>
        FoundSequence.Of(result, SearchModels.End).Zip(expected, (found, truth) =>
            found.Length == truth.Hypotheses.Length && found.Zip(truth.Hypotheses).All(pair => pair.First.Difference(pair.Second) is null) ? 1 : 0).Sum();
}
