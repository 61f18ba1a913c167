using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Beam search, sampling and options through the real graphs.</summary>
public sealed class SearchTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public void A_beam_as_wide_as_the_space_finds_the_best_of_all_sequences()
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru)));
        var search = model.DefaultSearch with { BeamSize = 600, HypothesisCount = 20, MaxLength = 3, LengthPenalty = LengthPenalty.Average };
        int[] source = [3, 1, 4];

        var found = model.GenerateTokens(source, new() { Search = search }).Hypotheses;

        // All that fits into 3 steps: ended sequences of up to 2 tokens, and beginnings of 3.
        var words = Enumerable.Range(0, Bundles.TargetVocabulary).Where(token => token != Bundles.End).ToArray();
        int[][] pairs = [.. words.SelectMany(one => words, (one, other) => new[] { one, other })];
        ScoringTarget[] all =
        [
            new([], Bundles.End),
            .. words.Select(word => new ScoringTarget([word], Bundles.End)),
            .. pairs.Select(pair => new ScoringTarget(pair, Bundles.End)),
            .. pairs.SelectMany(pair => words, (pair, word) => new ScoringTarget([.. pair, word], null)),
        ];
        var scores = model.ScoreTokensBatch([.. all.Select(target => ((IReadOnlyList<int>)source, target))], new() { Search = search });
        var best = all.Zip(scores).OrderByDescending(pair => pair.Second.Score).Take(20).ToList();
        Assert.Equal(585, all.Length);
        for (var i = 0; i < best.Count; i++)
        {
            Assert.Equal(best[i].First.Tokens, found[i].Tokens);
            Assert.Equal(best[i].Second.Score, found[i].Score);
        }
    }

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void A_beam_never_scores_below_greedy_search_when_it_is_wide(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(cell, attention, context, layers, bidirectional)));
        var sources = Bundles.Sources(12, seed: 20);
        var beam = model.DefaultSearch with { BeamSize = 30, HypothesisCount = 5 };

        var greedy = model.GenerateTokensBatch(sources);
        var wide = model.GenerateTokensBatch(sources, new() { Search = beam });

        for (var i = 0; i < sources.Length; i++)
        {
            var scores = wide[i].Hypotheses.Select(hypothesis => hypothesis.Score).ToList();
            Assert.Equal(5, scores.Count);
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.Equal(5, wide[i].Hypotheses.Select(hypothesis => (string.Join(" ", hypothesis.Tokens), hypothesis.EndToken)).Distinct().Count());
            Assert.True(scores[0] >= greedy[i].Best.Score - 1e-5, $"Input {i}: {scores[0]} < {greedy[i].Best.Score}");
        }
    }

    [Fact]
    public void Samples_are_ranked_by_how_well_they_agree_with_each_other()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var search = model.DefaultSearch with { Sampling = new() { Seed = 5 }, HypothesisCount = 12 };

        var generation = model.GenerateTokens([1, 2, 3], new() { Search = search });
        var ranked = generation.RankByUtility();

        var distinct = generation.Hypotheses.DistinctBy(sequence => string.Join(' ', sequence.Tokens)).ToList();
        Assert.Equal(distinct.Count, ranked.Length);
        Assert.InRange(distinct.Count, 2, 12);
        foreach (var (sequence, expected) in ranked)
        {
            Assert.Equal(generation.Hypotheses.Average(other => SequenceUtilities.TokenF1(sequence.Tokens.AsSpan(), other.Tokens.AsSpan())), expected, 1e-12);
        }

        Assert.Equal(ranked.Select(entry => entry.ExpectedUtility).OrderDescending(), ranked.Select(entry => entry.ExpectedUtility));
    }

    [Fact]
    public void A_search_whose_lengths_are_relative_to_the_source_scores_what_it_found()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var language = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 15));
        foreach (var (generator, source) in new[] { (model, "s1 s2 s3 s4"), (language, "t2 t3 t4 t5") })
        {
            var search = generator.DefaultSearch with { MinLengthRatio = 0.75, MaxLengthRatio = 1.5 };
            var found = generator.Generate(source, new() { Search = search }).Best;
            var ids = generator.SourceVocabulary.Encode(source);

            var score = generator.ScoreTokensBatch([(ids, new(found.Tokens, found.EndToken))], new() { Search = search })[0];

            Assert.InRange(found.Length, 4, 6);
            Assert.Equal(found.LogProbability, score.LogProbability, 1e-5);
        }
    }

    [Fact]
    public void A_seed_gives_its_tokens_in_any_slot_of_any_batch()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var search = model.DefaultSearch with { Sampling = new() { Seed = 99, TopK = 6, TopP = 0.95f }, HypothesisCount = 3 };
        var sources = Bundles.Sources(10, seed: 21);
        uint[] keys = [.. Enumerable.Range(0, 10).Select(i => (uint)(100 + i))];

        var together = model.GenerateTokensBatch(sources, new() { Search = search, Request = new() { RowKeys = keys } });
        var reversed = model.GenerateTokensBatch(
            [.. sources.Reverse()], new() { Search = search, Request = new() { RowKeys = [.. keys.Reverse()] }, MaxBatchSize = 3 });

        for (var i = 0; i < sources.Length; i++)
        {
            RowIndependenceTests.AssertSame(together[i], reversed[9 - i]);
            RowIndependenceTests.AssertSame(together[i], model.GenerateTokens(sources[i], new() { Search = search, Request = new() { RowKeys = [keys[i]] } }));
        }
    }

    [Fact]
    public void Another_seed_gives_other_tokens()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(10, seed: 22);
        string TextsOf(ulong seed) => string.Join("|", model
            .GenerateTokensBatch(sources, new() { Search = model.DefaultSearch with { Sampling = new() { Seed = seed } } })
            .Select(result => result.Text));

        Assert.Equal(TextsOf(1), TextsOf(1));
        Assert.NotEqual(TextsOf(1), TextsOf(2));
    }

    [Fact]
    public void Processors_act_on_the_logits_of_the_graph()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(10, seed: 23);
        var favourite = model.GenerateTokensBatch(sources).SelectMany(result => result.Best.Tokens).CountBy(token => token).MaxBy(pair => pair.Value).Key;

        var without = model.GenerateTokensBatch(sources, new() { Search = model.DefaultSearch with { Processors = [new SuppressTokens([favourite])] } });

        Assert.DoesNotContain(favourite, without.SelectMany(result => result.Best.Tokens));
    }

    [Fact]
    public void Text_goes_in_and_comes_out()
    {
        using var model = SeqModel.Open(bundles.Attention);

        var result = model.Generate("s3 s1 s4");

        Assert.Equal(string.Join(" ", result.Best.Tokens.Where(token => token != Bundles.Start).Select(token => $"t{token}")), result.Text);
        Assert.Equal(result.Best.Tokens.AsEnumerable(), model.GenerateTokens([3, 1, 4]).Best.Tokens);
        Assert.Equal(2, model.GenerateBatch(["s3 s1 s4", "s2"]).Count);
        Assert.Equal(result.Best.LogProbability, result.Best.TokenLogProbabilities.Sum(), 1e-9);
    }

    [Fact]
    public void The_score_of_a_text_is_that_of_its_tokens_and_an_end_token()
    {
        using var model = SeqModel.Open(bundles.Attention);

        var score = model.Score("s3 s1 s4", "t5 t2");

        var tokens = model.ScoreTokensBatch([([3, 1, 4], new([5, 2], Bundles.End))])[0];
        Assert.Equal(3, score.Length);
        Assert.Equal(tokens.TokenLogProbabilities.AsEnumerable(), score.TokenLogProbabilities);
        Assert.Equal(Math.Exp(-score.LogProbability / 3), score.Perplexity, 1e-12);
    }

    [Fact]
    public void Scoring_does_not_depend_on_the_batch()
    {
        using var model = SeqModel.Open(bundles.Attention);
        (string, string)[] pairs = [("s1", "t2"), ("s3 s1 s4 s1 s5", "t5 t2 t6"), ("s2 s2", ""), ("s9 s8 s7", "t8 t8 t8 t8 t8")];

        var together = model.ScoreBatch(pairs);
        var cut = model.ScoreBatch(pairs, new() { MaxBatchSize = 1 });

        for (var i = 0; i < pairs.Length; i++)
        {
            Assert.Equal(together[i].TokenLogProbabilities.AsEnumerable(), cut[i].TokenLogProbabilities);
            Assert.Equal(together[i].LogProbability, model.Score(pairs[i].Item1, pairs[i].Item2).LogProbability);
        }
    }

    [Fact]
    public void The_search_of_the_manifest_is_the_default()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Equal(Bundles.Start, model.DefaultSearch.StartToken);
        Assert.Equal([Bundles.End], model.DefaultSearch.EndTokens);
        Assert.Equal(Bundles.MaxLength, model.DefaultSearch.MaxLength);
        Assert.Equal(1, model.DefaultSearch.BeamSize);
        Assert.Equal(ExecutionProvider.Cpu, model.ProviderUsed.Provider);
        Assert.Null(model.ProviderUsed.FallbackReason);
    }

    [Fact]
    public void What_the_graph_cannot_do_is_refused_with_every_reason()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var options = new GenerateOptions
        {
            InGraph = true,
            Search = model.DefaultSearch with { MinLength = 1, EndTokens = [2], Processors = [new SuppressTokens([3])] },
            Request = new() { MaxLengths = [5], KeepPartialResults = true },
        };

        var exception = Assert.Throws<InGraphOptionsException>(() => model.GenerateTokens([1], options));

        Assert.Equal(5, exception.Problems.Count);
        Assert.Equal("generate-greedy", exception.Graph);
        Assert.Contains("generate-greedy", exception.Message);
    }
}
