namespace Seq.Train.Tests;

public sealed class LikelihoodTests
{
    // Two tokens of probability 1/2 and 1/8: 1 + 3 = 4 bits.
    private static readonly Likelihood TwoTokens = new(Math.Log(2) + Math.Log(8), Tokens: 2, Characters: 4);

    [Fact]
    public void Perplexity_and_bits_are_those_of_the_mean_surprise()
    {
        Assert.Equal(2, TwoTokens.BitsPerToken, precision: 12);
        Assert.Equal(4, TwoTokens.Perplexity, precision: 12); // The geometric mean of 2 and 8.
        Assert.Equal(1, TwoTokens.BitsPerCharacter, precision: 12);
        Assert.Equal(2 * Math.Log(2), TwoTokens.NatsPerToken, precision: 12);
    }

    [Fact]
    public void Parts_of_a_text_weigh_by_their_tokens()
    {
        var whole = TwoTokens + new Likelihood(Math.Log(2) * 6, Tokens: 6, Characters: 6); // 10 bits, 8 tokens, 10 characters.

        Assert.Equal(10.0 / 8, whole.BitsPerToken, precision: 12);
        Assert.Equal(1, whole.BitsPerCharacter, precision: 12);
        Assert.Equal(whole, Likelihood.Add(new(Math.Log(2) * 6, 6, 6), TwoTokens));
    }

    [Fact]
    public void What_was_not_counted_is_not_a_number()
    {
        Assert.Equal(double.NaN, default(Likelihood).Perplexity);
        Assert.Equal(double.NaN, new Likelihood(1, 1).BitsPerCharacter);
    }
}
