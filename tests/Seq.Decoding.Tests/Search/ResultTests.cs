using Seq.Decoding.Kernels;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

/// <summary>What a hypothesis tells beyond its tokens, and what ends it beyond end tokens.</summary>
public sealed class ResultTests
{
    [Fact]
    public void The_score_is_the_log_probability_over_the_divisor_of_its_length_and_the_coverage_term() => Law.Holds(SearchCase.Any, @case =>
    {
        foreach (var hypothesis in new Decoder(@case.Options).Decode(@case.Model()).SelectMany(result => result.Hypotheses))
        {
            Assert.Equal(@case.Options.LengthPenalty.Divisor(hypothesis.Length), hypothesis.LengthDivisor);
            Assert.Equal((hypothesis.LogProbability / hypothesis.LengthDivisor) + hypothesis.CoverageTerm, hypothesis.Score);
        }
    },
    count: 500);

    [Fact]
    public void Alternatives_are_the_likeliest_tokens_of_each_step() => Law.Holds(SearchCase.Any, @case =>
    {
        var options = @case.Options with { AlternativeCount = 4, Processors = [], MinLength = 0 };
        var results = new Decoder(options).Decode(@case.Model());
        for (var input = 0; input < results.Length; input++)
        {
            foreach (var hypothesis in results[input].Hypotheses)
            {
                int[] tokens = hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : [.. hypothesis.Tokens];
                Assert.Equal(tokens.Length, hypothesis.Alternatives.Length);
                for (var step = 0; step < tokens.Length; step++)
                {
                    var logits = @case.Distribution.Logits(@case.Inputs[input], 0, tokens[..step]);
                    var logSumExp = LogSumExp.Of(logits);
                    Assert.Equal(
                        Enumerable.Range(0, logits.Length).Where(token => logits[token] > float.NegativeInfinity)
                            .OrderByDescending(token => logits[token]).Take(4).Select(token => new TokenAlternative(token, logits[token] - logSumExp)),
                        hypothesis.Alternatives[step]);
                }
            }
        }
    },
    count: 500);

    [Fact]
    public void Alternatives_change_nothing_else_and_are_absent_unless_asked_for() => Law.Holds(SearchCase.Any, @case =>
    {
        var without = new Decoder(@case.Options with { AlternativeCount = 0 }).Decode(@case.Model()).SelectMany(result => result.Hypotheses).ToList();
        var with = new Decoder(@case.Options with { AlternativeCount = 2 }).Decode(@case.Model()).SelectMany(result => result.Hypotheses).ToList();

        Assert.Equal(without.Select(Description.Of), with.Select(Description.Of));
        Assert.All(without, hypothesis => Assert.Empty(hypothesis.Alternatives));
        Assert.All(without.Zip(with), pair => Assert.NotEqual(pair.First, pair.Second)); // They count when hypotheses are compared.
    },
    count: 300);

    [Fact]
    public void A_hypothesis_stops_at_the_first_stop_sequence_and_no_search_goes_past_one() => Law.Holds(SearchCase.Any, @case =>
    {
        int[][] stops = [[2], [0, 2], [0, 0, 1]];
        var options = @case.Options with { EndTokens = [], MinLength = 0, StopSequences = stops };
        foreach (var hypothesis in new Decoder(options).Decode(@case.Model()).SelectMany(result => result.Hypotheses))
        {
            var ends = Enumerable.Range(1, hypothesis.Tokens.Length)
                .Where(length => stops.Any(stop => hypothesis.Tokens.AsSpan(0, length).EndsWith(stop))).ToList();
            Assert.Equal(hypothesis.FinishReason == FinishReason.Stopped ? [hypothesis.Length] : [], ends);
        }
    });

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(1, 7UL)]
    public void Time_that_is_over_ends_the_search_before_the_next_step(int beamSize, ulong? seed)
    {
        var clock = new ManualClock();
        var options = new SearchOptions
        {
            StartToken = 0,
            EndTokens = [],
            MaxLength = 50,
            BeamSize = beamSize,
            Sampling = seed is { } s ? new() { Seed = s } : null,
        };
        uint[] inputs = [4, 5];
        var model = new HashModel(new HashDistribution(7), inputs, options.RowsPerInput) { OnStep = _ => clock.Advance(TimeSpan.FromSeconds(1)) };

        var results = new Decoder(options).Decode(model, new DecodingRequest { TimeBudget = TimeSpan.FromSeconds(3), TimeProvider = clock });

        Assert.Equal(3, model.RowsOfSteps.Count);
        Assert.All(results, result => Assert.Equal((FinishReason.TimeLimit, 3), (result.Best.FinishReason, result.Best.Length)));
        var shorter = new Decoder(options with { MaxLength = 3 }).Decode(new HashModel(new HashDistribution(7), inputs, options.RowsPerInput));
        Assert.Equal(shorter.Select(result => result.Best.Score), results.Select(result => result.Best.Score));
    }

    [Fact]
    public void A_time_budget_must_be_above_zero_and_have_a_clock()
    {
        var request = new DecodingRequest { TimeBudget = TimeSpan.Zero, TimeProvider = null! };
        var decoder = new Decoder(new() { StartToken = 0, EndTokens = [] });

        Assert.Equal(
            [
                "TimeBudget is 00:00:00; it must be above zero. Leave it null to set no limit.",
                "TimeProvider is null; leave it out to take the clock of the system.",
            ],
            Assert.Throws<DecodingRequestException>(() => decoder.Decode(new FixedModel([0f]), request)).Problems);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        internal void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
