using Seq.Decoding.Search;
using Seq.Decoding.Tests.Models;
using Seq.Decoding.Tests.Reference;

namespace Seq.Decoding.Tests.Search;

/// <summary>The filters of sampling on distributions that can be checked in the head: what is drawn at all, and how mirostat moves.</summary>
public sealed class FilterTests
{
    // Probabilities 0.5, 0.25, 0.125, 0.125 in another order: tokens 2, 0, 1, 3. The entropy is 1.75 bits.
    private static readonly float[] Halves = [(float)Math.Log(0.25), (float)Math.Log(0.125), (float)Math.Log(0.5), (float)Math.Log(0.125)];

    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [], MaxLength = 300 };

    public static TheoryData<SamplingOptions, int[]> Kept { get; } = new()
    {
        { new() { TypicalP = 0.2f }, [0] },             // Surprise 2 is nearest to 1.75, then 1, then 3.
        { new() { TypicalP = 0.26f }, [0, 2] },
        { new() { TypicalP = 0.76f }, [0, 1, 2, 3] },   // The last two are equally far: both stay.
        { new() { TypicalP = 1f }, [0, 1, 2, 3] },
        { new() { Epsilon = 0.13f }, [0, 2] },
        { new() { Epsilon = 0.26f }, [2] },
        { new() { Epsilon = 0.6f }, [2] },              // Nobody has that much; the likeliest stays.
        { new() { Eta = 0.12f }, [0, 1, 2, 3] },        // exp(−entropy) = 2^−1.75 = 0.297; √0.12 · 0.297 = 0.103.
        { new() { Eta = 0.2f }, [0, 2] },               // √0.2 · 0.297 = 0.133, below 0.2.
        { new() { Eta = 0.8f }, [2] },                  // √0.8 · 0.297 = 0.266.
        { new() { TopK = 2, Epsilon = 0.34f }, [2] },   // Of the two that top-k keeps the second has a third.
        { new() { TopK = 2, Epsilon = 0.33f }, [0, 2] },
        { new() { TopP = 0.7f, TypicalP = 0.6f }, [2] }, // 2/3 and 1/3: entropy 0.918 bits, surprises 0.585 and 1.585.
        { new() { Mirostat = new() { TargetSurprise = 1.5f, LearningRate = 1e-6f } }, [0, 1, 2, 3] }, // Surprise up to 3 bits.
        { new() { Mirostat = new() { TargetSurprise = 1.01f, LearningRate = 1e-6f } }, [0, 2] },      // Up to 2.02.
        { new() { Mirostat = new() { TargetSurprise = 0.2f, LearningRate = 1e-6f } }, [2] },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void Exactly_the_tokens_of_the_definition_are_drawn(SamplingOptions sampling, int[] tokens)
    {
        var best = new Decoder(Options with { Sampling = sampling with { Seed = 5 } }).Decode(new FixedModel(Halves))[0].Best;

        Assert.Equal(tokens, best.Tokens.Distinct().Order());
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(4f)]
    public void Mirostat_keeps_the_surprise_at_its_target_where_plain_sampling_does_not(float target)
    {
        var plain = MeanSurprise(new SamplingOptions());
        var steered = MeanSurprise(new SamplingOptions { Mirostat = new() { TargetSurprise = target } });

        // The mean is τ + (first − last limit) / (η n), and the limit stays below 20 bits here.
        Assert.InRange(steered, target - 0.1, target + 0.1);
        Assert.True(plain > target + 2, $"plain sampling has {plain} bits");

        static double MeanSurprise(SamplingOptions sampling)
        {
            const int Steps = 2000;
            var sampler = new Sampler(sampling);
            sampler.Prepare(500);
            var (sum, limit, logits) = (0.0, sampler.FirstLimit, new float[500]);
            for (var step = 0u; step < Steps; step++)
            {
                new HashDistribution(500).Fill(step, logits);
                var weights = PlainSampler.Weights(logits, sampling, limit);
                var token = sampler.Draw(logits, logits.Max(), CounterRandom.Uniform(1, 1, 1, step), ref limit);
                sum -= Math.Log2(weights.Single(entry => entry.Token == token).Weight / weights.Sum(entry => entry.Weight));
            }

            return sum / Steps;
        }
    }

    [Fact]
    public void Mirostat_goes_step_by_step_as_the_paper_says()
    {
        var mirostat = new MirostatOptions { TargetSurprise = 1.2f, LearningRate = 0.5f };
        var sampling = new SamplingOptions { Seed = 9, Mirostat = mirostat };
        var distribution = new HashDistribution(40);
        uint[] inputs = [8, 3];
        var results = new Decoder(Options with { HypothesisCount = 2, MaxLength = 50, Sampling = sampling }).Decode(new HashModel(distribution, inputs, 2));

        for (var input = 0u; input < 2; input++)
        {
            // Of the two samples the one that the first draw tells apart; each has a limit of its own.
            var expected = Enumerable.Range(0, 2).Select(sample => string.Join(' ', Plain(inputs[input], input, (uint)sample))).Order();
            Assert.Equal(expected, results[(int)input].Hypotheses.Select(hypothesis => string.Join(' ', hypothesis.Tokens)).Order());
        }

        List<int> Plain(uint key, uint input, uint sample)
        {
            var tokens = new List<int>();
            var limit = 2.0 * mirostat.TargetSurprise;
            for (var step = 0u; step < 50; step++)
            {
                var logits = distribution.Logits(key, 0, tokens);
                var weights = PlainSampler.Weights(logits, sampling, limit);
                var token = PlainSampler.Draw(logits, sampling, CounterRandom.Uniform(9, input, sample, step), limit);
                var probability = weights.Single(entry => entry.Token == token).Weight / weights.Sum(entry => entry.Weight);
                limit -= mirostat.LearningRate * (-Math.Log2(probability) - mirostat.TargetSurprise);
                tokens.Add(token);
            }

            return tokens;
        }
    }
}
