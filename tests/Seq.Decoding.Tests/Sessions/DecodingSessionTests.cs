using FsCheck.Fluent;
using Seq.Decoding.Sessions;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Sessions;

public sealed class DecodingSessionTests
{
    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [], MaxLength = 5 };

    [Fact]
    public void A_session_finds_what_a_decoder_finds() => Law.Holds(SearchCase.OfFixedLength, @case =>
    {
        var session = new DecodingSession(@case.Model(), @case.Options);
        var steps = 0;
        while (session.Next())
        {
            steps++;
            Assert.Equal(steps, session.Steps);
        }

        Assert.True(session.IsFinished);
        Assert.Equal(new Decoder(@case.Options).Decode(@case.Model()).ToArray(), session.Results().ToArray());
    });

    [Fact]
    public void Saving_and_restoring_at_any_step_changes_nothing() => Law.Holds(
        from @case in SearchCase.OfFixedLength
        from at in Gen.Choose(0, 8)
        select (Case: @case, At: at),
        drawn =>
        {
            var (@case, at) = drawn;
            var session = new DecodingSession(@case.Model(), @case.Options);
            while (session.Steps < at && session.Next())
            {
            }

            var bytes = session.Save().ToBytes();
            Assert.Equal(bytes, session.Save().ToBytes());
            var restored = DecodingSession.Restore(
                @case.Model([.. @case.Inputs.Select(input => input + 1)]), @case.Options, SessionSnapshot.FromBytes(bytes)); // A model in another state.

            Assert.Equal((session.Inputs, session.Steps, session.LiveHypotheses), (restored.Inputs, restored.Steps, restored.LiveHypotheses));
            var expected = new Decoder(@case.Options).Decode(@case.Model()).ToArray();
            Assert.Equal(expected, ToEnd(session));
            Assert.Equal(expected, ToEnd(restored));
        });

    [Fact]
    public void Saving_at_every_step_into_one_model_after_another_changes_nothing() => Law.Holds(
        SearchCase.OfFixedLength,
        @case =>
        {
            var session = new DecodingSession(@case.Model(), @case.Options);
            while (session.Next())
            {
                session = session.Fork(@case.Model());
            }

            Assert.Equal(new Decoder(@case.Options).Decode(@case.Model()).ToArray(), session.Results().ToArray());
        },
        count: 500);

    [Fact]
    public void Steps_taken_back_are_taken_again_alike() => Law.Holds(
        from @case in SearchCase.OfFixedLength
        from kept in Gen.Choose(1, 4)
        from forward in Gen.Choose(1, 8)
        from back in Gen.Choose(0, 4)
        select (Case: @case, Kept: kept, Forward: forward, Back: back),
        drawn =>
        {
            var (@case, kept, forward, back) = drawn;
            var session = new DecodingSession(@case.Model(), @case.Options) { MaxRewind = kept };
            while (session.Steps < forward && session.Next())
            {
            }

            var steps = session.Steps;
            back = Math.Min(back, Math.Min(kept, steps));
            session.Rewind(back);

            Assert.Equal(steps - back, session.Steps);
            Assert.Equal(new Decoder(@case.Options).Decode(@case.Model()).ToArray(), ToEnd(session));
        });

    [Fact]
    public void Sessions_taken_in_turns_do_not_touch_each_other() => Law.Holds(
        from first in SearchCase.OfFixedLength
        from second in SearchCase.OfFixedLength
        from turns in Gen.ArrayOf(Gen.Elements(true, false), 16)
        select (First: first, Second: second, Turns: turns),
        drawn =>
        {
            var first = new DecodingSession(drawn.First.Model(), drawn.First.Options);
            var second = new DecodingSession(drawn.Second.Model(), drawn.Second.Options);
            foreach (var turn in drawn.Turns)
            {
                (turn ? first : second).Next();
            }

            Assert.Equal(new Decoder(drawn.First.Options).Decode(drawn.First.Model()).ToArray(), ToEnd(first));
            Assert.Equal(new Decoder(drawn.Second.Options).Decode(drawn.Second.Model()).ToArray(), ToEnd(second));
        });

    [Fact]
    public void Looking_at_what_there_is_leaves_the_session_as_it_is() => Law.Holds(SearchCase.OfFixedLength, @case =>
    {
        var session = new DecodingSession(@case.Model(), @case.Options);
        do
        {
            var there = session.Peek();
            Assert.Equal(session.Inputs, there.Length);
            Assert.All(there.SelectMany(result => result.Hypotheses), hypothesis => Assert.InRange(hypothesis.Length, 0, session.Steps));
        }
        while (session.Next());

        Assert.Equal(session.Results().ToArray(), session.Peek().ToArray());
        Assert.Equal(new Decoder(@case.Options).Decode(@case.Model()).ToArray(), session.Results().ToArray());
    });

    [Fact]
    public void A_stream_goes_on_where_the_saved_session_was() => Law.Holds(
        from @case in Gen.OneOf(SearchCase.Greedy, SearchCase.Beam)
        from at in Gen.Choose(0, 8)
        select (Case: @case, At: at),
        drawn =>
        {
            var (@case, at) = drawn;
            RecordingObserver whole = new(), before = new(), after = new();
            new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { Observer = whole });
            var session = new DecodingSession(@case.Model(), @case.Options, new() { Observer = before });
            while (session.Steps < at && session.Next())
            {
            }

            ToEnd(session.Fork(@case.Model(), new() { Observer = after }));

            Assert.Equal(whole.Tokens, before.Tokens.Concat(after.Tokens));
        });

    [Fact]
    public void What_is_settled_is_what_an_observer_was_told() => Law.Holds(
        from @case in Gen.OneOf(SearchCase.Greedy, SearchCase.Beam, SearchCase.Sampled, SearchCase.WithDeadEnds)
        where @case.Options.StochasticBeam is null && @case.Options.AlternativesAt is null
        from at in Gen.Choose(0, 8)
        select (Case: @case, At: at),
        drawn =>
        {
            var (@case, at) = drawn;
            var told = new RecordingObserver();
            var session = new DecodingSession(@case.Model(), @case.Options, new() { Observer = told });
            do
            {
                Assert.Equal(told.Tokens.OrderBy(token => (token.Input, token.Sample, token.Step)), session.Settled().AsEnumerable());
                if (session.Steps == at)
                {
                    Assert.Equal(session.Settled().AsEnumerable(), session.Fork(@case.Model()).Settled());
                }
            }
            while (session.Next());

            Assert.Equal(told.Tokens.OrderBy(token => (token.Input, token.Sample, token.Step)), session.Settled().AsEnumerable());
        });

    [Fact]
    public void A_stochastic_beam_settles_its_best_hypothesis_at_its_end() => Law.Holds(
        SearchCase.Stochastic,
        @case =>
        {
            var session = new DecodingSession(@case.Model(), @case.Options);
            Assert.Empty(session.Settled());
            ToEnd(session);

            foreach (var (best, input) in session.Results().Select((result, input) => (result.Best, input)))
            {
                var settled = session.Settled().Where(token => token.Input == input).ToList();
                Assert.Equal(best.TokenLogProbabilities.AsEnumerable(), settled.Select(token => token.LogProbability));
                Assert.Equal(best.Tokens.AsEnumerable(), settled.Select(token => token.Token).Take(best.Tokens.Length));
                Assert.Equal(best.FinishReason, settled[^1].Finished);
            }
        },
        count: 500);

    [Fact]
    public void Tokens_from_outside_take_the_place_of_the_likeliest_and_count_as_the_model_finds_them()
    {
        var session = new DecodingSession(Model(3, 4), Greedy) { MaxRewind = 2 };
        session.Next([2, 1]);
        session.Next([0, 0]);
        session.Rewind(1);
        session.Next([1, 2]); // Edited.
        var results = ToEnd(session);

        Assert.Equal([2, 1], results[0].Best.Tokens.Take(2));
        Assert.Equal([1, 2], results[1].Best.Tokens.Take(2));
        var scores = new Scorer(Greedy).Score(Model(3, 4), [.. results.Select(result => ScoringTarget.From(result.Best))]);
        Assert.Equal(scores.Select(score => score.LogProbability), results.Select(result => result.Best.LogProbability));
    }

    [Fact]
    public void What_a_session_cannot_do_is_explained()
    {
        var session = new DecodingSession(Model(3), Greedy);
        var beam = new DecodingSession(Model(3), Greedy with { BeamSize = 2 });
        var plain = new DecodingSession(new FixedModel([0f, 1f]), Greedy);

        Assert.Equal("1 hypotheses are still live. Call Next until it returns false, or Peek to see what there is.", Assert.Throws<InvalidOperationException>(() => session.Results()).Message);
        Assert.StartsWith("There are 2 tokens for 1 live hypotheses; give one for each.", Assert.Throws<ArgumentException>(() => session.Next([1, 1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Token 9 is not among those of the model, from 0 to 3.", Assert.Throws<ArgumentException>(() => session.Next([9])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Only greedy search and sampling", Assert.Throws<InvalidOperationException>(() => beam.Next([1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The last 0 steps are kept.", Assert.Throws<ArgumentOutOfRangeException>(() => session.Rewind(1)).Message, StringComparison.Ordinal);
        Assert.Equal("The model, a FixedModel, cannot save its rows. Use one that is an ISnapshotModel.", Assert.Throws<InvalidOperationException>(() => plain.Save()).Message);
        Assert.Throws<InvalidOperationException>(() => plain.MaxRewind = 1);
    }

    [Fact]
    public void A_step_cancelled_beforehand_leaves_the_session_as_it_is()
    {
        using var source = new CancellationTokenSource();
        var session = new DecodingSession(Model(3, 4), Greedy) { MaxRewind = 2 };
        session.Next();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => session.Next(source.Token));
        Assert.Throws<OperationCanceledException>(() => session.Next([3, 3], source.Token)); // Not remembered for the next step.
        Assert.Equal(1, session.Steps);
        session.Rewind(1);
        Assert.Equal(0, session.Steps); // It took a real step back, none of the cancelled ones.
        Assert.Equal(new Decoder(Greedy).Decode(Model(3, 4)).ToArray(), ToEnd(session));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_broken_off_in_the_model_is_taken_again_only_from_the_moment_before(int beamSize)
    {
        using var source = new CancellationTokenSource();
        var options = Greedy with { BeamSize = beamSize };
        var model = new HashModel(new HashDistribution(4), [3, 4], beamSize);
        var session = new DecodingSession(model, options) { MaxRewind = 1 };
        session.Next();
        var before = session.Peek().ToArray();
        model.OnStep = _ => source.Cancel();

        Assert.Throws<OperationCanceledException>(() => session.Next(source.Token));
        model.OnStep = null;

        Assert.Contains("broken off", Assert.Throws<InvalidOperationException>(() => session.Next()).Message, StringComparison.Ordinal);
        Assert.Contains("broken off", Assert.Throws<InvalidOperationException>(session.Save).Message, StringComparison.Ordinal);
        Assert.Equal(before, session.Peek().ToArray());
        session.Rewind(1);
        Assert.Equal(1, session.Steps);
        Assert.Equal(new Decoder(options).Decode(new HashModel(new HashDistribution(4), [3, 4], beamSize)).ToArray(), ToEnd(session));
    }

    [Fact]
    public void A_search_that_failed_half_way_goes_on_only_from_the_moment_before()
    {
        var rule = new FailingRule { Fails = true };
        var session = new DecodingSession(Model(3, 4), Greedy with { Processors = [rule] }) { MaxRewind = 1 };

        Assert.Throws<NotSupportedException>(() => session.Next());
        Assert.Throws<InvalidOperationException>(() => session.Next());
        Assert.Throws<InvalidOperationException>(() => session.Peek());
        rule.Fails = false;
        session.Rewind(1);

        Assert.Equal(new Decoder(Greedy).Decode(Model(3, 4)).ToArray(), ToEnd(session));
    }

    [Fact]
    public void A_second_thread_is_refused_while_a_step_goes_on()
    {
        var model = Model(3);
        var session = new DecodingSession(model, Greedy);
        var refused = new List<string>();
        model.OnStep = _ => refused.AddRange(((Action[])[() => session.Next(), () => session.Peek(), () => session.Save(), () => session.Rewind(0)])
            .Select(call => Assert.Throws<InvalidOperationException>(call).Message));

        session.Next();

        Assert.Equal(4, refused.Count);
        Assert.All(refused, message => Assert.StartsWith("This session is at work on another thread.", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_that_can_be_taken_back_cost_no_more_the_longer_the_text_is()
    {
        var options = Greedy with { MaxLength = 4096 };
        var session = new DecodingSession(Model(3), options) { MaxRewind = 1 };
        var early = BytesOf(session, steps: 500);
        while (session.Steps < 3000)
        {
            session.Next();
        }

        Assert.True(BytesOf(session, steps: 500) < 1.5 * early);

        static long BytesOf(DecodingSession session, int steps)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < steps; step++)
            {
                session.Next();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Cancellation_that_keeps_partial_results_finishes_the_session()
    {
        using var source = new CancellationTokenSource();
        var session = new DecodingSession(Model(3), Greedy with { BeamSize = 2 }, new() { KeepPartialResults = true });
        session.Next();
        source.Cancel();

        Assert.False(session.Next(source.Token));
        Assert.Equal((FinishReason.Cancelled, 1), (session.Results()[0].Best.FinishReason, session.Results()[0].Best.Length));
    }

    private static DecodingResult[] ToEnd(DecodingSession session)
    {
        while (session.Next())
        {
        }

        return [.. session.Results()];
    }

    private static HashModel Model(params uint[] inputs) => new(new HashDistribution(4), inputs, 2);

    /// <summary>Fails on the second row that it sees.</summary>
    private sealed class FailingRule : ILogitsProcessor
    {
        private int _seen;

        internal bool Fails { get; set; }

        public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
        {
            if (Fails && ++_seen == 2)
            {
                throw new NotSupportedException();
            }
        }
    }
}
