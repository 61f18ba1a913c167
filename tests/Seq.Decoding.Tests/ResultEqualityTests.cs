using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class ResultEqualityTests
{
    private static readonly SearchOptions Options =
        new() { StartToken = 0, EndTokens = [1], BeamSize = 3, HypothesisCount = 3, MaxLength = 6 };

    [Fact]
    public void Results_of_two_equal_decodes_are_equal()
    {
        var (one, same) = (Decode(input: 5), Decode(input: 5));

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, Decode(input: 6));
        Assert.NotEqual(one, one with { Hypotheses = [.. one.Hypotheses.Reverse()] });
    }

    [Fact]
    public void Hypotheses_that_differ_anywhere_are_not_equal()
    {
        var hypothesis = Decode(input: 5).Best;

        Assert.Equal(hypothesis, hypothesis with { Tokens = [.. hypothesis.Tokens] });
        Assert.NotEqual(hypothesis, hypothesis with { Tokens = [.. hypothesis.Tokens, 3] });
        Assert.NotEqual(hypothesis, hypothesis with { EndToken = 9 });
        Assert.NotEqual(hypothesis, hypothesis with { FinishReason = FinishReason.Stopped });
        Assert.NotEqual(hypothesis, hypothesis with { LogProbability = Math.BitIncrement(hypothesis.LogProbability) });
        Assert.NotEqual(hypothesis, hypothesis with { Score = Math.BitIncrement(hypothesis.Score) });
        Assert.NotEqual(hypothesis, hypothesis with { TokenLogProbabilities = [.. hypothesis.TokenLogProbabilities.Reverse(), 0] });
    }

    [Fact]
    public void Scores_of_targets_compare_by_value()
    {
        var (one, same, other) = (Score(3), Score(3), Score(4));

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
    }

    private static DecodingResult Decode(uint input) => new Decoder(Options).Decode(new HashModel(new HashDistribution(6), [input], 3))[0];

    private static TargetScore Score(int token) =>
        new Scorer(Options).Score(new HashModel(new HashDistribution(6), [1], 1), [new ScoringTarget([2, token], 1)])[0];
}
