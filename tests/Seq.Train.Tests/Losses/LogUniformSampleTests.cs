namespace Seq.Train.Tests.Losses;

public sealed class LogUniformSampleTests
{
    [Fact]
    public void Tokens_are_distinct_inside_the_vocabulary_and_as_many_as_asked_for()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var tokens = new LogUniformSample(new(seed), 30, 29).Tokens;

            Assert.Equal(29, tokens.Distinct().Count());
            Assert.All(tokens, token => Assert.InRange(token, 0, 29));
        }
    }

    [Fact]
    public void A_token_is_in_as_many_samples_as_its_expectation_says()
    {
        const int Samples = 20_000;
        var found = new double[100];
        var expected = new double[100];
        for (ulong seed = 0; seed < Samples; seed++)
        {
            var sample = new LogUniformSample(new(seed), 100, 10);
            foreach (var token in sample.Tokens)
            {
                found[token]++;
            }

            for (var token = 0; token < 100; token++)
            {
                expected[token] += Math.Exp(sample.LogExpected(token));
            }
        }

        // The expectation holds for a fixed number of draws; here the number follows from the sample, which moves it by a few percent.
        for (var token = 0; token < 100; token++)
        {
            Assert.InRange(found[token] / expected[token], 0.85, 1.15);
        }
    }

    [Fact]
    public void Equal_seeds_draw_equal_samples()
    {
        Assert.Equal(new LogUniformSample(new(9), 1000, 64).Tokens, new LogUniformSample(new(9), 1000, 64).Tokens);
        Assert.NotEqual(new LogUniformSample(new(9), 1000, 64).Tokens, new LogUniformSample(new(10), 1000, 64).Tokens);
    }
}
