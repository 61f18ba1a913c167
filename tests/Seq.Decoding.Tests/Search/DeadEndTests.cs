using FsCheck.Fluent;
using Seq.Decoding.Composition;
using Seq.Decoding.Processors;
using Seq.Decoding.Sessions;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

/// <summary>An input of which no token is possible fails by itself, and nothing that it wrote passes for a result.</summary>
public sealed class DeadEndTests
{
    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [1], MaxLength = 6 };

    private static readonly SearchOptions[] Kinds =
    [
        Greedy,
        Greedy with { HypothesisCount = 3, AlternativesAt = 1 },
        Greedy with { HypothesisCount = 4, Sampling = new() { Seed = 3 } },
        Greedy with { BeamSize = 3, HypothesisCount = 2 },
        Greedy with { BeamSize = 4, BeamGroups = 2, DiversityPenalty = 0.5, HypothesisCount = 4 },
        Greedy with { BeamSize = 3, HypothesisCount = 3, StochasticBeam = new() { Seed = 5 } },
    ];

    public static TheoryData<SearchOptions> Searches { get; } = [.. Kinds];

    [Fact]
    public void A_row_alone_equals_the_same_row_in_any_batch_and_order()
    {
        var (failed, whole, parts) = (0, 0, 0);
        Law.Holds(
            from @case in SearchCase.WithDeadEnds
            from order in Gen.Shuffle(Enumerable.Range(0, @case.Inputs.Length).ToArray())
            select (Case: @case, Order: order),
            drawn =>
            {
                foreach (var row in RowAlone.Of(drawn.Case, drawn.Order))
                {
                    Assert.Equal(row.Alone, row.InBatch);
                    Assert.Equal(row.Alone, row.Reordered);
                    Assert.Equal(row.Input, row.InBatch.Failure?.Input ?? row.Input);
                    Assert.Equal(row.Place, row.Reordered.Failure?.Input ?? row.Place);
                    failed += row.InBatch.Failure is not null ? 1 : 0;
                    whole += row.InBatch.DeadEnds.IsEmpty ? 1 : 0;
                    parts += row.InBatch.Failure is null && !row.InBatch.DeadEnds.IsEmpty ? 1 : 0;
                }
            });
        Assert.True(failed > 500 && whole > 500 && parts > 50, $"{failed} inputs failed, {whole} met no dead end, {parts} did with some hypotheses: the law was not tried");
    }

    [Fact]
    public void Results_keep_to_the_rule_and_dead_ends_are_dead() => Law.Holds(SearchCase.WithDeadEnds, @case =>
    {
        var rule = @case.Options.Processors.OfType<PrefixRule>().Single();
        var results = new Decoder(@case.Options).Decode(@case.Model());
        for (var input = 0; input < results.Length; input++)
        {
            var result = results[input];
            Assert.Equal(result.Hypotheses.IsEmpty, result.Failure is not null);
            Assert.All(result.Hypotheses, hypothesis => Assert.NotEqual(FinishReason.DeadEnd, hypothesis.FinishReason));
            Assert.All(result.DeadEnds, hypothesis => Assert.Equal(FinishReason.DeadEnd, hypothesis.FinishReason));
            foreach (var hypothesis in result.Hypotheses.Concat(result.DeadEnds))
            {
                int[] tokens = hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : [.. hypothesis.Tokens];
                Assert.All(tokens, (token, step) => Assert.True(rule.Allows(tokens.AsSpan(0, step), token)));
            }

            foreach (var tokens in result.DeadEnds.Select(hypothesis => hypothesis.Tokens.ToArray()))
            {
                var logits = @case.Distribution.Logits(@case.Inputs[input], @case.Options.StartToken, tokens);
                Assert.All(Enumerable.Range(0, logits.Length), token => Assert.True(
                    float.IsNegativeInfinity(logits[token]) || !rule.Allows(tokens, token) || (tokens.Length < @case.Options.MinLength && @case.Options.EndTokens.Contains(token))));
            }
        }
    });

    [Fact]
    public void A_beam_as_wide_as_the_space_fails_only_where_no_sequence_keeps_to_the_rule() => Law.Holds(
        from percent in Gen.Choose(20, 90)
        from vocabulary in Gen.Choose(2, 4)
        from input in Gen.Choose(0, 1000)
        select (Rule: new PrefixRule(percent), Vocabulary: vocabulary, Input: (uint)input),
        drawn =>
        {
            var (rule, vocabulary, input) = drawn;
            var options = Greedy with { MaxLength = 4, BeamSize = 256, Processors = [rule] };
            var result = new Decoder(options).Decode(new HashModel(new HashDistribution(vocabulary), [input], 256))[0];

            Assert.Equal(IsAny([]), result.Failure is null);

            bool IsAny(int[] prefix) => prefix.Length == options.MaxLength || Enumerable.Range(0, vocabulary).Any(token =>
                rule.Allows(prefix, token) && (options.EndTokens.Contains(token) || IsAny([.. prefix, token])));
        });

    [Fact]
    public void Saving_restoring_and_taking_steps_back_changes_nothing() => Law.Holds(
        from @case in SearchCase.WithDeadEnds
        from at in Gen.Choose(0, 6)
        from back in Gen.Choose(0, 2)
        select (Case: @case, At: at, Back: back),
        drawn =>
        {
            var (@case, at, back) = drawn;
            var expected = new Decoder(@case.Options).Decode(@case.Model()).ToArray();
            var session = new DecodingSession(@case.Model(), @case.Options) { MaxRewind = 2 };
            while (session.Steps < at && session.Next())
            {
            }

            var restored = DecodingSession.Restore(@case.Model(), @case.Options, SessionSnapshot.FromBytes(session.Save().ToBytes()));
            session.Rewind(Math.Min(back, session.Steps));
            Assert.Equal(expected, ToEnd(session));
            Assert.Equal(expected, ToEnd(restored));
            Assert.Equal(expected, restored.Peek());
        });

    [Theory]
    [MemberData(nameof(Searches))]
    public void The_others_of_a_batch_get_what_they_would_get_without_it(SearchOptions options)
    {
        IReadOnlyList<ILogitsProcessor>?[] rules = [null, [new ForcedPrefix([2, 3]), new AfterTwo()], null];
        var batch = new Decoder(options).Decode(Model(options), new DecodingRequest { Processors = rules });
        var free = new Decoder(options).Decode(Model(options));

        Assert.Equal((free[0], free[2]), (batch[0], batch[2]));
        Assert.Empty(batch[1].Hypotheses);
        Assert.All(batch[1].DeadEnds, written => Assert.Equal((FinishReason.DeadEnd, "2 3"), (written.FinishReason, string.Join(' ', written.Tokens))));
        Assert.NotEmpty(batch[1].DeadEnds);
        Assert.Equal((1, 2), (batch[1].Failure!.Input, batch[1].Failure!.Step));

        var error = Assert.Throws<NoTokenPossibleException>(() => batch[1].Best);
        Assert.NotSame(batch[1].Failure, error);
        Assert.StartsWith("Every token is impossible at step 2 of input 1: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("DeadEnds = ", batch[1].ToString(), StringComparison.Ordinal);
        Assert.NotEqual(batch[1], batch[0]);
        Assert.Equal(batch[1].GetHashCode(), new Decoder(options).Decode(Model(options), new DecodingRequest { Processors = rules })[1].GetHashCode());
    }

    [Fact]
    public void Nothing_possible_at_the_first_step_leaves_a_hypothesis_without_tokens()
    {
        foreach (var options in Kinds)
        {
            var result = new Decoder(options with { Processors = [new SuppressTokens([0, 1, 2, 3, 4])] }).Decode(Model(options))[0];

            Assert.Equal(0, result.Failure!.Step);
            Assert.All(result.DeadEnds, written => Assert.Equal((0, 0.0), (written.Length, written.Score)));
        }
    }

    [Fact]
    public void Samples_that_meet_a_dead_end_stand_apart_from_those_that_do_not()
    {
        // After 2 nothing may follow; 3 goes on to the end.
        var options = Greedy with { HypothesisCount = 20, MaxLength = 2, Sampling = new() { Seed = 1 }, Processors = [new AllowedAfter(2, [])] };
        var result = new Decoder(options).Decode(new FixedModel([-9f, -9f, 0f, 0f]))[0];

        Assert.Equal(20, result.Hypotheses.Length + result.DeadEnds.Length);
        Assert.All(result.Hypotheses, hypothesis => Assert.NotEqual(2, hypothesis.Tokens[0]));
        Assert.All(result.DeadEnds, hypothesis => Assert.Equal(2, Assert.Single(hypothesis.Tokens)));
        Assert.True(result is { Hypotheses.Length: > 3, DeadEnds.Length: > 3, Failure: null });
        Assert.NotEqual(2, MinimumBayesRisk.Rank(result.Hypotheses)[0].Hypothesis.Tokens[0]);
    }

    [Fact]
    public void A_beam_goes_on_as_long_as_one_hypothesis_can()
    {
        // The likeliest beginning, 2, leads nowhere: greedy search fails, a beam of two takes 3.
        var options = Greedy with { MaxLength = 3, Processors = [new AllowedAfter(2, [])] };
        var model = new FixedModel([-9f, -9f, 1f, 0f]);

        Assert.NotNull(new Decoder(options).Decode(model)[0].Failure);
        var beam = new Decoder(options with { BeamSize = 2 }).Decode(new FixedModel([-9f, -9f, 1f, 0f]))[0];
        Assert.Equal([3, 3], beam.Best.Tokens.Take(2));
        Assert.Empty(beam.DeadEnds);
    }

    [Fact]
    public void Alternatives_that_lead_nowhere_leave_the_others()
    {
        var options = Greedy with { HypothesisCount = 2, AlternativesAt = 0, MaxLength = 2, Processors = [new AllowedAfter(2, [])] };
        var result = new Decoder(options).Decode(new FixedModel([-9f, -9f, 1f, 0f]))[0];

        Assert.Equal(3, Assert.Single(result.Hypotheses).Tokens[0]);
        Assert.Equal(2, Assert.Single(Assert.Single(result.DeadEnds).Tokens));
    }

    [Theory]
    [InlineData(EnsembleAverage.Probability, false)]
    [InlineData(EnsembleAverage.LogProbability, true)]
    public void A_member_of_an_ensemble_that_allows_nothing_forbids_everything_only_in_log_space(EnsembleAverage average, bool fails)
    {
        var nothing = new FixedModel([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity]);
        var result = new Decoder(Greedy).Decode(new EnsembleModel([new FixedModel([0f, 1f, 0f]), nothing], average))[0];

        Assert.Equal(fails, result.Failure is not null);
        Assert.NotNull(new Decoder(Greedy).Decode(new ShallowFusionModel(new FixedModel([0f, 1f, 0f]), new FixedModel([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity]), 0.3f))[0].Failure);
    }

    [Fact]
    public void A_stream_tells_the_tokens_of_the_best_dead_end()
    {
        foreach (var options in new[] { Greedy, Greedy with { BeamSize = 3 } })
        {
            var told = new RecordingObserver();
            var request = new DecodingRequest { Processors = [null, [new ForcedPrefix([2, 3]), new AfterTwo()], null], Observer = told };
            new Decoder(options).Decode(Model(options), request);

            Assert.Equal([2, 3], told.Tokens.Where(token => token.Input == 1).Select(token => token.Token));
        }
    }

    [Fact]
    public void A_session_that_met_a_dead_end_can_be_taken_back_and_led_elsewhere()
    {
        var options = Greedy with { MaxLength = 3, Processors = [new AllowedAfter(2, [])] };
        var session = new DecodingSession(new HashModel(new HashDistribution(4), [3], 1), options) { MaxRewind = 2 };
        session.Next([2]);

        Assert.False(session.Next());
        Assert.Equal(1, session.Results()[0].Failure!.Step);
        session.Rewind(2);
        session.Next([3]);
        Assert.NotNull(ToEnd(session)[0].Best);
    }

    [Fact]
    public void A_target_of_which_nothing_is_possible_is_told_beside_the_scores_of_the_others()
    {
        var options = Greedy with { Processors = [new AllowedAfter(2, [])] };
        var scores = new Scorer(options).Score(new FixedModel([0f, 0f, 0f, 0f], inputs: 2), [new([2, 3], 1), new([3, 3], 1)]);

        Assert.Equal((0, 1), (scores[0].Failure!.Input, scores[0].Failure!.Step));
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], scores[0].TokenLogProbabilities.Skip(1));
        Assert.Equal(double.NegativeInfinity, scores[0].Score);
        Assert.Null(scores[1].Failure);
        Assert.Equal(3 * Math.Log(0.25), scores[1].LogProbability, 1e-6);
    }

    private static HashModel Model(SearchOptions options) => new(new HashDistribution(5), [7, 8, 9], options.RowsPerInput);

    private static DecodingResult[] ToEnd(DecodingSession session)
    {
        while (session.Next())
        {
        }

        return [.. session.Results()];
    }

    /// <summary>Forbids everything after two tokens.</summary>
    private sealed class AfterTwo : ILogitsProcessor
    {
        public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
        {
            if (prefix.Length >= 2)
            {
                logits.Fill(float.NegativeInfinity);
            }
        }
    }

    /// <summary>Says what may follow once a token is there.</summary>
    private sealed class AllowedAfter(int token, int[] allowed) : ILogitsProcessor
    {
        public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
        {
            for (var other = 0; other < logits.Length && prefix.Contains(token); other++)
            {
                logits[other] = allowed.Contains(other) ? logits[other] : float.NegativeInfinity;
            }
        }
    }
}
