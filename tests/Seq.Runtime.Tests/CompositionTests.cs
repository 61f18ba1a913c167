using Seq.Decoding;
using Seq.Decoding.Composition;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Models that decode together.</summary>
public sealed class CompositionTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const double Rounding = 1e-4; // Sums of float32 log-probabilities over some twenty steps.

    [Theory]
    [InlineData(EnsembleAverage.Probability)]
    [InlineData(EnsembleAverage.LogProbability)]
    public void A_model_with_itself_finds_what_it_finds_alone(EnsembleAverage average)
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var same = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(8, seed: 100);
        var search = model.DefaultSearch with { BeamSize = 3, HypothesisCount = 2 };

        var alone = model.GenerateTokensBatch(sources, new() { Search = search });
        var together = model.GenerateTokensBatch(sources, new() { Search = search, Composition = new() { Ensemble = [same], Average = average, Weights = [1, 3] }, MaxBatchSize = 3 });

        for (var i = 0; i < sources.Length; i++)
        {
            RowIndependenceTests.AssertSame(alone[i], together[i], Rounding);
        }
    }

    [Fact]
    public void The_score_of_an_ensemble_is_the_mean_of_probabilities_and_what_it_generates_scores_as_it_says()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru)));
        var composition = new ModelComposition { Ensemble = [other] };
        IReadOnlyList<int> source = [1, 2, 3, 4];

        var generated = model.GenerateTokens(source, new() { Composition = composition }).Best;
        var target = new ScoringTarget(generated.Tokens, generated.EndToken);
        var score = model.ScoreTokensBatch([(source, target)], new() { Composition = composition })[0];
        var (one, two) = (model.ScoreTokensBatch([(source, target)])[0], other.ScoreTokensBatch([(source, target)])[0]);

        Assert.Equal(generated.LogProbability, score.LogProbability, Rounding);
        for (var i = 0; i < score.Length; i++)
        {
            var mean = Math.Log((Math.Exp(one.TokenLogProbabilities[i]) + Math.Exp(two.TokenLogProbabilities[i])) / 2);
            Assert.Equal(mean, score.TokenLogProbabilities[i], Rounding);
        }
    }

    [Fact]
    public void Models_that_do_not_fit_are_refused_with_every_reason()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru)));

        var exception = Assert.Throws<ModelCompositionException>(() => model.Generate(
            "s1", new() { Composition = new() { Ensemble = [other], Weights = [1], LanguageModel = other, Average = (EnsembleAverage)7 } }));

        Assert.Equal(3, exception.Problems.Count);
        Assert.Throws<ModelCompositionException>(() => model.Generate("s1", new() { Composition = new() }));
        Assert.Throws<InGraphOptionsException>(() => model.Generate("s1", new() { InGraph = true, Composition = new() { Ensemble = [other] } }));
    }

    [Fact]
    public void Models_that_begin_or_end_with_other_tokens_are_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var swapped = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru) with { StartToken = Bundles.End, EndToken = Bundles.Start }));
        using var endless = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(endToken: null), seed: 13));

        var exception = Assert.Throws<ModelCompositionException>(() => model.Generate(
            "s1", new() { Composition = new() { Ensemble = [swapped], LanguageModel = endless } }));

        Assert.Equal(2, exception.Problems.Count);
        Assert.Contains("begins with token 1 and ends with [0], but", exception.Problems[0]);
        Assert.Contains("begins with token 0 and ends with [], but", exception.Problems[1]);
    }

    [Fact]
    public void Options_without_what_they_need_are_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.Attention);
        using var language = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 14));

        var weight = Refused(new() { Ensemble = [other], LanguageModelWeight = 0.5f });
        var ensemble = Refused(new() { LanguageModel = language, Weights = [1], Average = EnsembleAverage.LogProbability });

        Assert.StartsWith("LanguageModelWeight is 0.5, but", Assert.Single(weight), StringComparison.Ordinal);
        Assert.Equal(2, ensemble.Count);

        IReadOnlyList<string> Refused(ModelComposition composition) =>
            Assert.Throws<ModelCompositionException>(() => model.Generate("s1", new() { Composition = composition })).Problems;
    }
}
