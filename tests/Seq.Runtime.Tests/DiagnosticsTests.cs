using System.Collections.Concurrent;
using System.Diagnostics;
using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>What an app that listens gets to know of calls.</summary>
public sealed class DiagnosticsTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public void Calls_are_counted_and_timed_under_the_name_of_the_model()
    {
        using var listener = new Listener("counted");
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "counted" });

        var results = model.GenerateTokensBatch(Bundles.Sources(5, seed: 90));
        model.Score("s1", "t2 t3");
        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { Search = model.DefaultSearch with { MaxLength = 0 } }));

        Assert.Equal(5, listener.Sum("seq.sequences", "generate"));
        Assert.Equal(results.Sum(result => result.Best.Length), listener.Sum("seq.tokens", "generate"));
        Assert.Equal(1, listener.Sum("seq.sequences", "score"));
        Assert.Equal(3, listener.Sum("seq.tokens", "score")); // The end token counts.
        Assert.Equal(2, listener.Count("seq.call.duration", "generate"));
        Assert.Equal(0, listener.Sum("seq.calls.active", "generate"));
        Assert.Equal(1, listener.Sum("seq.errors", "generate"));
        Assert.Equal(nameof(SearchOptionsException), listener.Tag("seq.errors", "error.type"));
    }

    [Fact]
    public void Each_call_is_an_activity()
    {
        var activities = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SeqDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "traced" });

        model.Generate("s1 s2");
        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { Search = model.DefaultSearch with { MaxLength = 0 } }));
        Assert.ThrowsAny<OperationCanceledException>(() => model.Generate("s1", cancellationToken: new(canceled: true)));

        var own = activities.Where(activity => Equals(activity.GetTagItem("seq.model"), "traced")).ToList();
        Assert.Equal(3, own.Count);
        Assert.All(own, activity => Assert.Equal("generate", activity.OperationName));
        Assert.Equal([0L, 1L], own.Where(activity => activity.Status == ActivityStatusCode.Unset).Select(activity => (long)activity.GetTagItem("seq.sequences")!).Order());
        Assert.Equal(0L, own.Single(activity => Equals(activity.GetTagItem("seq.cancelled"), true)).GetTagItem("seq.sequences"));
        Assert.Single(own, activity => activity.Status == ActivityStatusCode.Error);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_wait_for_their_turn_and_a_wait_can_be_cancelled()
    {
        using var listener = new Listener("limited");
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "limited", MaxConcurrentCalls = 1 });
        using var gate = new Gate();
        using var cancellation = new CancellationTokenSource();
        var first = Task.Run(() => model.Generate("s1 s2", new() { Request = new() { Observer = gate } }));
        gate.Reached.Wait();

        var second = Task.Run(() => model.Generate("s1 s2"));
        var third = Task.Run(() => model.Generate("s1 s2", cancellationToken: cancellation.Token));
        var fourth = Task.Run(() => model.Generate("s1 s2", new() { Request = new() { KeepPartialResults = true } }, cancellation.Token));
        Assert.True(SpinWait.SpinUntil(() => listener.Sum("seq.calls.waiting", "generate") == 3, TimeSpan.FromSeconds(60)));
        Assert.Equal(1, listener.Sum("seq.calls.active", "generate"));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        var partial = await fourth;
        Assert.Equal((FinishReason.Cancelled, 0), (partial.Best.FinishReason, partial.Best.Length));
        gate.Open.Set();

        RowIndependenceTests.AssertSame(await first, await second);
        Assert.Equal(0, listener.Sum("seq.calls.waiting", "generate"));
    }

    [Fact]
    public async Task A_stream_that_its_reader_leaves_has_counted_its_tokens_and_is_no_error()
    {
        using var listener = new Listener("left");
        var model = SeqModel.Open(bundles.Endless, new() { Name = "left" });
        var read = 0;

        await foreach (var piece in model.GenerateTokensStream([1, 2], new() { Search = model.DefaultSearch with { MaxLength = 50_000_000 } }))
        {
            // What is read has been counted before, while the call goes on.
            Assert.InRange(listener.Sum("seq.tokens", "generate"), read += piece.Tokens.Length, double.PositiveInfinity);
            if (read >= 5)
            {
                break;
            }
        }

        await model.DisposeAsync();
        Assert.Equal(1, listener.Sum("seq.calls.cancelled", "generate"));
        Assert.Equal(0, listener.Count("seq.errors", "generate"));
        Assert.Equal(0, listener.Sum("seq.sequences", "generate"));
        Assert.Equal(0, listener.Sum("seq.calls.active", "generate"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_counts_as_much_as_the_call(int beam)
    {
        using var listener = new Listener("streamed");
        await using var model = SeqModel.Open(bundles.Attention, new() { Name = "streamed" });
        var options = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = beam, HypothesisCount = beam } };

        var expected = (await model.GenerateAsync("s1 s2 s3", options)).Hypotheses.Sum(hypothesis => hypothesis.Length);
        await foreach (var _ in model.GenerateStream("s1 s2 s3", options))
        {
        }

        Assert.Equal((2 * expected, 2), (listener.Sum("seq.tokens", "generate"), listener.Sum("seq.sequences", "generate")));
    }

    [Fact]
    public void A_cancelled_call_is_no_error_and_what_it_finished_counts()
    {
        using var listener = new Listener("cancelled");
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "cancelled" });
        using var cancellation = new CancellationTokenSource();
        var sources = Bundles.Sources(3, seed: 91);
        var inputs = 0;

        // One input after the other; the third is cancelled.
        Assert.ThrowsAny<OperationCanceledException>(() => model.GenerateTokensBatch(
            sources, new() { MaxBatchSize = 1, Request = new() { Observer = new AtFirstToken(CancelTheThird) } }, cancellation.Token));

        Assert.Equal(1, listener.Sum("seq.calls.cancelled", "generate"));
        Assert.Equal(2, listener.Sum("seq.sequences", "generate"));
        Assert.Equal(0, listener.Count("seq.errors", "generate"));

        void CancelTheThird()
        {
            if (++inputs == 3)
            {
                cancellation.Cancel();
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(4, 2)]
    public void A_session_counts_its_tokens_as_it_steps(int beam, int hypotheses)
    {
        using var listener = new Listener("stepped");
        using var model = SeqModel.Open(bundles.Endless, new() { Name = "stepped" });
        var search = model.DefaultSearch with { BeamSize = beam, HypothesisCount = hypotheses, Sampling = beam == 1 && hypotheses > 1 ? new() { Seed = 5 } : null, MaxLength = 6 };
        using var session = model.BeginTokensSession([1, 2], new() { Search = search });

        session.Next();
        session.Next();
        var afterTwo = listener.Sum("seq.tokens", "session");
        var result = session.Finish();
        session.Next(); // There is no step left.

        Assert.InRange(afterTwo, hypotheses + 1, 2 * hypotheses); // The first step of a beam has one hypothesis.
        Assert.InRange(listener.Sum("seq.tokens", "session"), result.Hypotheses.Sum(hypothesis => hypothesis.Length) - hypotheses + 1, 6 * hypotheses);
        Assert.Equal(1, listener.Sum("seq.sequences", "session"));
    }

    [Fact]
    public void Warming_up_reads_a_prompt_too()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 65));
        using var cold = SeqModel.Open(model.BundlePath);
        var expected = cold.Generate("t2 t3");

        model.WarmUp();
        File.Delete(Path.Combine(model.BundlePath, "score.onnx")); // What is loaded needs no file any more.

        RowIndependenceTests.AssertSame(expected, model.Generate("t2 t3"));
    }

    [Fact]
    public void Warming_up_changes_no_result_and_counts_as_no_call()
    {
        using var listener = new Listener("warm");
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "warm" });
        var before = model.Generate("s1 s2 s3");

        model.WarmUp();

        RowIndependenceTests.AssertSame(before, model.Generate("s1 s2 s3"));
        Assert.Equal(2, listener.Sum("seq.sequences", "generate"));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.WarmUp(0));
    }

    private sealed class AtFirstToken(Action act) : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token)
        {
            if (token.Step == 0)
            {
                act();
            }

            return true;
        }
    }
}
