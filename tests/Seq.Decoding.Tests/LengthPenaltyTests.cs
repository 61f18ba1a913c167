namespace Seq.Decoding.Tests;

public sealed class LengthPenaltyTests
{
    [Fact]
    public void Each_form_is_its_formula()
    {
        Assert.Equal(-6.0, LengthPenalty.None.Score(-6, 3));
        Assert.Equal(-2.0, LengthPenalty.Average.Score(-6, 3));
        Assert.Equal(-3.0, LengthPenalty.Power(0.5).Score(-6, 4));
        Assert.Equal(-3.0, LengthPenalty.Gnmt(1).Score(-6, 7));               // (5 + 7) / 6 = 2
        Assert.Equal(-1.5, LengthPenalty.Gnmt(2).Score(-6, 7));
        Assert.Equal(-12.0, LengthPenalty.Power(-1).Score(-6, 2));
    }

    [Fact]
    public void A_hypothesis_without_tokens_has_its_own_log_probability() =>
        Assert.All(
            new[] { LengthPenalty.None, LengthPenalty.Average, LengthPenalty.Power(1), LengthPenalty.Gnmt(1) },
            penalty => Assert.Equal(0.0, penalty.Score(0, 0)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void The_exponent_must_be_finite(double alpha)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LengthPenalty.Power(alpha));
        Assert.Throws<ArgumentOutOfRangeException>(() => LengthPenalty.Gnmt(alpha));
    }

    [Fact]
    public void Its_text_names_the_formula() =>
        Assert.Equal(
            ["none", "average", "n^0.6", "((5+n)/6)^0.2"],
            new[] { default, LengthPenalty.Average, LengthPenalty.Power(0.6), LengthPenalty.Gnmt(0.2) }.Select(penalty => penalty.ToString()));
}
