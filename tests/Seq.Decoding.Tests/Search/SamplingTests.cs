using FsCheck.Fluent;
using Seq.Decoding.Search;
using Seq.Decoding.Sessions;
using Seq.Decoding.Tests.Models;
using Seq.Decoding.Tests.Reference;

namespace Seq.Decoding.Tests.Search;

public sealed class SamplingTests
{
    private const int Draws = 40_000;

    /// <summary>
    /// The greatest distance between the empirical and the true distribution function exceeds this with probability at most 1e-9,
    /// for any law and exactly this many draws: Dvoretzky, Kiefer, Wolfowitz with Massart's constant, 2 exp(−2 n ε²).
    /// </summary>
    private static readonly double Bound = Math.Sqrt(Math.Log(2 / 1e-9) / (2 * Draws));

    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [1], MaxLength = 8, Sampling = new() { Seed = 11 } };

    public static TheoryData<SamplingOptions> Mixtures { get; } =
    [
        new(),
        new() { Temperature = 0.5f },
        new() { Temperature = 3f },
        new() { TopK = 3 },
        new() { TopP = 0.6f },
        new() { TopP = 0.97f },
        new() { MinP = 0.2f },
        new() { Temperature = 2f, TopK = 5, TopP = 0.8f },
        new() { Temperature = 0.7f, TopP = 0.9f, MinP = 0.5f },
        new() { Temperature = 1.5f, TopK = 6, TopP = 0.95f, MinP = 0.55f },
        new() { TypicalP = 0.3f },
        new() { TypicalP = 0.8f },
        new() { Epsilon = 0.1f },
        new() { Epsilon = 0.9f },
        new() { Eta = 0.05f },
        new() { Eta = 0.5f },
        new() { Temperature = 2f, TopK = 7, TypicalP = 0.6f },
        new() { TopP = 0.95f, TypicalP = 0.7f, Epsilon = 0.1f },
        new() { Temperature = 1.2f, TopK = 7, TopP = 0.98f, MinP = 0.05f, TypicalP = 0.9f, Epsilon = 0.05f, Eta = 0.2f },
    ];

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Tokens_are_distributed_by_the_law_whether_drawn_over_inputs_samples_or_steps(SamplingOptions sampling)
    {
        float[] logits = [0.3f, -1f, 2f, 1.2f, float.NegativeInfinity, 0.8f, 2f, -3f, 1f];
        var law = PlainSampler.Law(logits, sampling);
        var options = Options with { EndTokens = [], Sampling = sampling with { Seed = 123 } };

        AssertLaw(law, Tokens(options with { MaxLength = 1 }, inputs: Draws));
        AssertLaw(law, Tokens(options with { MaxLength = 1, HypothesisCount = Draws }, inputs: 1));
        AssertLaw(law, Tokens(options with { MaxLength = Draws }, inputs: 1));

        IEnumerable<int> Tokens(SearchOptions searched, int inputs) => new Decoder(searched).Decode(new FixedModel(logits, inputs))
            .SelectMany(result => result.Hypotheses).SelectMany(hypothesis => hypothesis.Tokens);
    }

    /// <summary>Every subset of the filters, at a temperature that differs from subset to subset; and mirostat, whose first step has a law of its own.</summary>
    public static TheoryData<SamplingOptions> EveryCombination
    {
        get
        {
            var data = new TheoryData<SamplingOptions> { new() { Mirostat = new() { TargetSurprise = 1f } }, new() { Temperature = 2f, Mirostat = new() { TargetSurprise = 0.6f } } };
            for (var subset = 0; subset < 64; subset++)
            {
                bool Has(int filter) => (subset & (1 << filter)) != 0;
                data.Add(new()
                {
                    Temperature = 0.6f + (0.4f * (subset % 5)),
                    TopK = Has(0) ? 7 : null,
                    TopP = Has(1) ? 0.97f : null,
                    MinP = Has(2) ? 0.06f : null,
                    TypicalP = Has(3) ? 0.93f : null,
                    Epsilon = Has(4) ? 0.04f : null,
                    Eta = Has(5) ? 0.25f : null,
                });
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryCombination))]
    public void Every_combination_of_filters_has_its_exact_law(SamplingOptions sampling)
    {
        float[] logits = [0.3f, -1f, 2f, 1.2f, float.NegativeInfinity, 0.8f, 2f, -3f, 1f];
        var options = Options with { EndTokens = [], MaxLength = 1, HypothesisCount = Draws, Sampling = sampling with { Seed = 77 } };

        AssertLaw(PlainSampler.Law(logits, sampling), new Decoder(options).Decode(new FixedModel(logits))[0].Hypotheses.Select(hypothesis => hypothesis.Tokens[0]));
    }

    [Fact]
    public void Draws_equal_the_plain_sampler_token_by_token() => Law.Holds(
        from sampling in SearchCase.Sampling
        from vocabulary in Gen.Elements(1, 2, 7, 60, 200, 400)
        from levels in Gen.Elements(0, 3)
        from impossible in Gen.Elements(0, 50)
        from state in Gen.Choose(0, int.MaxValue)
        from spread in Gen.Elements(0.5f, 3f)
        from u in Gen.Choose(0, (1 << 24) - 1)
        from limit in Gen.Elements(-1.0, 0.5, 3.0, 9.0)
        let distribution = new HashDistribution(vocabulary, levels, impossible, spread)
        select (Sampling: sampling, Distribution: distribution, State: (uint)state, U: (u + 0.5) / (1 << 24), Limit: limit),
        drawn =>
        {
            var logits = new float[drawn.Distribution.Vocabulary];
            drawn.Distribution.Fill(drawn.State, logits);
            var sampler = new Sampler(drawn.Sampling);
            sampler.Prepare(logits.Length);

            var limit = drawn.Limit;
            Assert.Equal(PlainSampler.Draw(logits, drawn.Sampling, drawn.U, limit), sampler.Draw(logits, logits.Max(), drawn.U, ref limit));
            Assert.True(drawn.Sampling.Mirostat is not null || limit == drawn.Limit, "only mirostat moves the limit");
        },
        count: 5000);

    [Fact]
    public void A_sample_is_the_same_however_many_are_asked_for() => Law.Holds(SearchCase.Sampled, @case =>
    {
        var options = @case.Options with { LengthPenalty = LengthPenalty.None };
        var all = Texts(new Decoder(options with { HypothesisCount = 6 }));
        var some = Texts(new Decoder(options with { HypothesisCount = 4 }));

        Assert.All(some.Zip(all), pair => Assert.Subset(pair.Second, pair.First));

        List<HashSet<string>> Texts(Decoder decoder)
        {
            var model = new HashModel(@case.Distribution, @case.Inputs, rowsPerInput: 6);
            return [.. decoder.Decode(model).Select(result => result.Hypotheses.Select(Description.Of).ToHashSet())];
        }
    });

    [Fact]
    public void The_same_seed_gives_the_same_tokens_on_any_thread()
    {
        var distribution = new HashDistribution(50);
        var inputs = Enumerable.Range(0, 20).Select(input => (uint)input * 77).ToArray();
        var options = Options with { HypothesisCount = 3, MaxLength = 30 };
        var expected = Decode();

        Assert.All(Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(4).Select(_ => Decode()), texts => Assert.Equal(expected, texts));

        string[] Decode() => [.. new Decoder(options).Decode(new HashModel(distribution, inputs, 3)).SelectMany(Description.Of)];
    }

    [Fact]
    public void The_same_seed_gives_the_same_tokens_in_any_slot_of_any_batch_in_turns_with_others_and_on_any_thread() => Law.Holds(
        from @case in SearchCase.Sampled
        from others in SearchCase.InputKeys
        from at in Gen.Choose(0, 4)
        select (Case: @case, Others: others, At: at),
        drawn =>
        {
            var @case = drawn.Case;
            var (mine, slot) = (@case.Inputs[0], Math.Min(drawn.At, drawn.Others.Length));
            var alone = Description.Of(new Decoder(@case.Options).Decode(@case.Model(mine), new DecodingRequest { RowKeys = [42] })[0]);

            uint[] inputs = [.. drawn.Others[..slot], mine, .. drawn.Others[slot..]];
            uint[] keys = [.. inputs.Select((_, i) => i == slot ? 42u : (uint)(1000 + i))];
            var first = new DecodingSession(@case.Model(inputs), @case.Options, new() { RowKeys = keys });
            var second = new DecodingSession(@case.Model(mine), @case.Options, new() { RowKeys = [42] });
            while (first.Next() | second.Next())
            {
                // In turns, one step each.
            }

            Assert.Equal(alone, Description.Of(first.Results()[slot]));
            Assert.Equal(alone, Description.Of(second.Results()[0]));
        });

    [Fact]
    public void Another_seed_or_key_gives_other_tokens()
    {
        var first = Tokens(seed: 1, key: 1);

        Assert.Equal(first, Tokens(seed: 1, key: 1));
        Assert.NotEqual(first, Tokens(seed: 2, key: 1));
        Assert.NotEqual(first, Tokens(seed: 1 + (1UL << 32), key: 1));
        Assert.NotEqual(first, Tokens(seed: 1, key: 2));

        static int[] Tokens(ulong seed, uint key)
        {
            var options = Options with { EndTokens = [], MaxLength = 64, Sampling = new() { Seed = seed } };
            return [.. new Decoder(options).Decode(new FixedModel([0f, 0f, 0f]), new DecodingRequest { RowKeys = [key] })[0].Best.Tokens];
        }
    }

    [Fact]
    public void Samples_are_ranked_by_score_and_scored_by_the_model_not_by_the_temperature()
    {
        var options = Options with { EndTokens = [], MaxLength = 1, HypothesisCount = 50, Sampling = new() { Temperature = 5f } };
        float[] logits = [0f, (float)Math.Log(3)]; // p = 1/4, 3/4
        var hypotheses = new Decoder(options).Decode(new FixedModel(logits))[0].Hypotheses;

        Assert.Equal(50, hypotheses.Length);
        Assert.Equal(hypotheses.Select(hypothesis => hypothesis.Score).OrderDescending(), hypotheses.Select(hypothesis => hypothesis.Score));
        Assert.Equal(Math.Log(0.75), hypotheses[0].LogProbability, precision: 6);
        Assert.Equal(Math.Log(0.25), hypotheses[^1].LogProbability, precision: 6);
    }

    [Fact]
    public void Samples_of_an_input_share_the_row_of_its_first_step()
    {
        var model = new HashModel(new HashDistribution(5), [1, 2], rowsPerInput: 4);
        new Decoder(Options with { EndTokens = [], MaxLength = 3, HypothesisCount = 4 }).Decode(model);

        Assert.Equal([2, 8, 8], model.RowsOfSteps);
    }

    [Fact]
    public void A_top_k_of_one_is_greedy() => Law.Holds(SearchCase.Greedy, @case =>
    {
        var greedy = new Decoder(@case.Options).Decode(@case.Model());
        var sampled = new Decoder(@case.Options with { Sampling = new() { TopK = 1 } }).Decode(@case.Model());

        Assert.Equal(greedy.SelectMany(Description.Of), sampled.SelectMany(Description.Of));
    });

    private static void AssertLaw(double[] law, IEnumerable<int> tokens)
    {
        var counts = new int[law.Length];
        foreach (var token in tokens)
        {
            counts[token]++;
        }

        Assert.Equal(Draws, counts.Sum());
        var (empirical, exact) = (0.0, 0.0);
        for (var token = 0; token < law.Length; token++)
        {
            Assert.True(law[token] > 0 || counts[token] == 0, $"token {token} must not be drawn");
            empirical += counts[token] / (double)Draws;
            exact += law[token];
            Assert.InRange(empirical - exact, -Bound, Bound);
        }
    }
}
