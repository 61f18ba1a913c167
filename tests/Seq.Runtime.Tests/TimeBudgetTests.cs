using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>A time budget is that of the whole call: the wait for its turn and the reading of its source count.</summary>
public sealed class TimeBudgetTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public async Task A_call_whose_time_ends_before_its_turn_comes_back_with_nothing()
    {
        using var model = SeqModel.Open(bundles.Attention, new() { MaxConcurrentCalls = 1 });
        using var gate = new Gate();
        var first = Task.Run(() => model.Generate("s1 s2", new() { Request = new() { Observer = gate } }));
        gate.Reached.Wait();

        var second = model.GenerateBatch(["s1", "s2 s3"], new() { Request = new() { TimeBudget = TimeSpan.FromMilliseconds(20) } });

        Assert.False(first.IsCompleted);
        Assert.All(second, generation => Assert.Equal((FinishReason.TimeLimit, 0), (generation.Best.FinishReason, generation.Best.Length)));
        gate.Open.Set();
        Assert.NotEmpty((await first).Hypotheses);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Time_that_ends_while_a_source_is_read_leaves_no_step(int maxBatchSize)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var request = new DecodingRequest { TimeBudget = TimeSpan.FromHours(1), TimeProvider = new TimerThatRingsAtOnce() };

        var found = model.GenerateBatch(["s1 s2", "s3"], new() { Request = request, MaxBatchSize = maxBatchSize });

        Assert.All(found, generation => Assert.Equal((FinishReason.TimeLimit, 0), (generation.Best.FinishReason, generation.Best.Length)));
    }

    [Fact]
    public void A_caller_that_cancels_is_told_so_though_there_was_time_left()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var request = new DecodingRequest { TimeBudget = TimeSpan.FromHours(1) };
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => model.Generate("s1", new() { Request = request }, source.Token));
        Assert.Equal(FinishReason.Cancelled, model.Generate("s1", new() { Request = request with { KeepPartialResults = true } }, source.Token).Best.FinishReason);
    }

    [Fact]
    public void A_budget_longer_than_any_timer_is_as_good_as_none()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Equal(model.Generate("s1 s2").Text, model.Generate("s1 s2", new() { Request = new() { TimeBudget = TimeSpan.MaxValue } }).Text);
    }

    /// <summary>A clock that stands still, and whose timers go off when they are set.</summary>
    private sealed class TimerThatRingsAtOnce : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
