using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>The graphs of a bundle against each other: one set of weights, one answer.</summary>
public sealed class FourWaysTests(Bundles bundles) : IClassFixture<Bundles>
{
    // Two float32 computations of one network of a few hundred products, at logits of size 10.
    private const double Tolerance = 2e-5;

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void Stepping_greedily_gives_the_tokens_and_scores_of_the_graph_that_decodes_by_itself(
        CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(cell, attention, context, layers, bidirectional)));
        var sources = Bundles.Sources(40, seed: 1);

        var stepped = model.GenerateTokensBatch(sources);
        var inGraph = model.GenerateTokensBatch(sources, new() { InGraph = true });

        for (var i = 0; i < sources.Length; i++)
        {
            Assert.Equal(stepped[i].Best.Tokens.AsEnumerable(), inGraph[i].Best.Tokens);
            Assert.Equal(stepped[i].Best.EndToken, inGraph[i].Best.EndToken);
            Assert.Equal(stepped[i].Best.FinishReason, inGraph[i].Best.FinishReason);
            Assert.Equal(stepped[i].Best.LogProbability, inGraph[i].Best.LogProbability, Tolerance * MaxSteps);
            Assert.Equal(stepped[i].Best.Score, inGraph[i].Best.Score, Tolerance * MaxSteps);
            Assert.Equal(stepped[i].Text, inGraph[i].Text);
        }

        Assert.True(stepped.Select(result => result.Best.Length).Distinct().Count() > 1, "All outputs have one length: the model is too dull to test with.");
    }

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void The_score_graph_prefers_the_tokens_that_stepping_chose(
        CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(cell, attention, context, layers, bidirectional)));
        var sources = Bundles.Sources(16, seed: 2);
        var stepped = model.GenerateTokensBatch(sources);
        var (ids, lengths) = BundleGraphs.Pad(sources);

        var scores = model.Graphs.Score(ids, lengths, TargetInputOf(stepped));

        for (var row = 0; row < sources.Length; row++)
        {
            var best = stepped[row].Best;
            int[] chosen = [.. best.Tokens, .. best.EndToken is { } end ? [end] : Array.Empty<int>()];
            for (var step = 0; step < chosen.Length; step++)
            {
                Assert.Equal(chosen[step], ArgMax(scores.Logits, row, step));
                Assert.Equal(best.TokenLogProbabilities[step], scores.LogProbabilities[row, step, chosen[step]], Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void Steps_give_the_logits_of_the_score_graph(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(cell, attention, context, layers, bidirectional)));
        var (ids, lengths) = BundleGraphs.Pad(Bundles.Sources(7, seed: 3));
        var random = new Random(4);
        var target = new long[7, 6];
        foreach (var (row, step) in from row in Enumerable.Range(0, 7) from step in Enumerable.Range(0, 6) select (row, step))
        {
            target[row, step] = random.Next(Bundles.TargetVocabulary);
        }

        var stepped = model.Graphs.StepLogits(ids, lengths, target);
        var scored = model.Graphs.Score(ids, lengths, target).Logits;

        // Logits of a relu network have no bound, so that rounding is in proportion.
        var allowed = Tolerance * Math.Max(1, scored.Cast<float>().Max(Math.Abs));
        Assert.Equal(scored.Cast<float>(), stepped.Cast<float>(), (left, right) => Math.Abs(left - right) <= allowed);
        Assert.True(scored.Cast<float>().Distinct().Count() > scored.Length / 2);
    }

    [Fact]
    public void A_score_reported_by_beam_search_is_the_score_computed_for_its_tokens()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var search = model.DefaultSearch with { BeamSize = 4, HypothesisCount = 4, LengthPenalty = LengthPenalty.Gnmt(0.6) };
        var sources = Bundles.Sources(10, seed: 5);
        var found = model.GenerateTokensBatch(sources, new() { Search = search });
        var pairs = found.SelectMany((result, i) => result.Hypotheses.Select(hypothesis =>
            ((IReadOnlyList<int>)sources[i], new ScoringTarget(hypothesis.Tokens, hypothesis.EndToken)))).ToList();

        var scores = model.ScoreTokensBatch(pairs, new() { Search = search });

        var reported = found.SelectMany(result => result.Hypotheses).ToList();
        Assert.Equal(40, reported.Count);
        for (var i = 0; i < reported.Count; i++)
        {
            Assert.Equal(reported[i].Score, scores[i].Score, 1e-5);
            Assert.Equal(reported[i].LogProbability, scores[i].LogProbability, 1e-5);
        }
    }

    private const int MaxSteps = Bundles.MaxLength;

    private static long[,] TargetInputOf(IReadOnlyList<Generation> generations)
    {
        var target = new long[generations.Count, generations.Max(generation => generation.Best.Length)];
        for (var row = 0; row < generations.Count; row++)
        {
            target[row, 0] = Bundles.Start;
            var tokens = generations[row].Best.Tokens;
            for (var step = 1; step < target.GetLength(1); step++)
            {
                target[row, step] = step <= tokens.Length ? tokens[step - 1] : Bundles.End;
            }
        }

        return target;
    }

    private static int ArgMax(float[,,] logits, int row, int step) =>
        Enumerable.Range(0, logits.GetLength(2)).MaxBy(token => logits[row, step, token]);
}
