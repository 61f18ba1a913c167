using System.Collections.Immutable;
using FsCheck.Fluent;

namespace Seq.Decoding.Tests;

public sealed class MinimumBayesRiskTests
{
    private static readonly int[][] Samples = [[1, 2, 3], [7, 8, 9], [1, 2, 4], [1, 2, 3], []];

    [Fact]
    public void The_sample_that_agrees_best_with_all_comes_first()
    {
        var ranked = MinimumBayesRisk.Rank([.. Samples.Select(Sample)]);

        // F1 of 1 2 3: itself twice, 2/3 with 1 2 4, nothing with the others. 1 2 4: 1 + 2 · 2/3. The others agree with themselves alone.
        Assert.Equal(["1 2 3", "1 2 4", "7 8 9", ""], ranked.Select(entry => string.Join(' ', entry.Hypothesis.Tokens)));
        Assert.Equal([(2 + (2.0 / 3)) / 5, (1 + (4.0 / 3)) / 5, 0.2, 0.2], ranked.Select(entry => entry.ExpectedUtility), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Samples_given_by_their_tokens_are_told_by_their_places()
    {
        var ranked = MinimumBayesRisk.RankTokens([.. Samples.Select(tokens => ImmutableArray.Create(tokens))]);

        Assert.Equal([0, 2, 1, 4], ranked.Select(sample => sample.Index));
        Assert.Equal(MinimumBayesRisk.Rank([.. Samples.Select(Sample)]).Select(entry => entry.ExpectedUtility), ranked.Select(sample => sample.ExpectedUtility));
        Assert.Throws<ArgumentException>(() => MinimumBayesRisk.RankTokens([]));
    }

    [Fact]
    public void The_utility_is_the_callers_choice()
    {
        var longest = MinimumBayesRisk.Rank([Sample(1), Sample(2, 2, 2), Sample(3, 3)], (hypothesis, _) => hypothesis.Length)[0];

        Assert.Equal([2, 2, 2], longest.Hypothesis.Tokens.ToArray());
        Assert.Equal(3, longest.ExpectedUtility);
    }

    [Fact]
    public void It_equals_the_mean_over_all_samples() => Law.Holds(
        from samples in Gen.NonEmptyListOf(Gen.Choose(0, 2).ListOf(3))
        select samples.Select(tokens => Sample([.. tokens])).ToList(),
        samples =>
        {
            var utility = SequenceUtilities.NGramF(2);
            foreach (var (hypothesis, expected) in MinimumBayesRisk.Rank(samples, utility))
            {
                Assert.Equal(samples.Average(other => utility(hypothesis.Tokens.AsSpan(), other.Tokens.AsSpan())), expected, 1e-12);
            }
        },
        count: 300);

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, new[] { 1, 2, 3 }, 1, 1)]
    [InlineData(new[] { 1, 1, 1 }, new[] { 1, 2 }, 0.4, 5.0 / 22)] // Order 1: P 1/3, R 1/2; order 2: none. So P 1/6, R 1/4; (1 + 4) P R / (4 P + R).
    [InlineData(new[] { 1, 2 }, new[] { 2, 1 }, 1, 0.5)]                      // Order 2: 1 2 is not 2 1.
    [InlineData(new[] { 1 }, new[] { 2 }, 0, 0)]
    [InlineData(new int[0], new int[0], 1, 1)]
    [InlineData(new int[0], new[] { 1 }, 0, 0)]
    public void Utilities_count_what_is_common(int[] hypothesis, int[] reference, double f1, double ngramF)
    {
        Assert.Equal(f1, SequenceUtilities.TokenF1(hypothesis, reference), 1e-12);
        Assert.Equal(ngramF, SequenceUtilities.NGramF(2)(hypothesis, reference), 1e-12);
    }

    [Fact]
    public void Recall_counts_more_with_beta_above_one()
    {
        int[] shorter = [1], longer = [1, 2];

        Assert.True(SequenceUtilities.NGramF(1, beta: 2)(longer, shorter) > SequenceUtilities.NGramF(1, beta: 2)(shorter, longer));
        Assert.Equal(SequenceUtilities.NGramF(1, beta: 1)(longer, shorter), SequenceUtilities.NGramF(1, beta: 1)(shorter, longer), 1e-12);
        Assert.Equal(SequenceUtilities.TokenF1(longer, shorter), SequenceUtilities.NGramF(1, beta: 1)(longer, shorter), 1e-12);
    }

    [Fact]
    public void Arguments_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentException>(() => MinimumBayesRisk.Rank([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceUtilities.NGramF(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceUtilities.NGramF(2, double.NaN));
    }

    private static Hypothesis Sample(params int[] tokens) => new()
    {
        Tokens = [.. tokens],
        FinishReason = FinishReason.Length,
        LogProbability = -1,
        TokenLogProbabilities = [],
        Score = -1,
    };
}
