using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Seq.Runtime.Tests;

/// <summary>Whoever waits for a model to be released learns from the log what holds it.</summary>
public sealed class ReleaseTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public async Task Sessions_streams_and_calls_that_are_still_open_are_counted()
    {
        var (time, log) = (new ManualTime(), new Warnings());
        var model = SeqModel.Open(bundles.Endless, new() { Name = "held", Logger = log, TimeProvider = time });
        using var gate = new Gate();
        var call = model.GenerateAsync("s1", new() { Request = new() { Observer = gate } });
        gate.Reached.Wait();
        var stream = model.GenerateStream("s1", new() { Search = model.DefaultSearch with { MaxLength = 50_000_000 } }).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        var (first, second) = (model.BeginSession("s1"), model.BeginSession("s2"));

        var released = model.DisposeAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(log.Lines);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Message("1 call, 1 stream, 2 sessions"), string.Join("; ", log.Lines));

        gate.Open.Set();
        await call;
        await stream.DisposeAsync();
        first.Dispose();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Message("1 session"), log.Lines.Last());

        second.Dispose();
        await released.WaitAsync(TimeSpan.FromSeconds(60));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, log.Lines.Count);
        Assert.Equal(0, time.Timers);

        static string Message(string uses) =>
            $"Model 'held' is disposed but cannot be released: {uses} still open. Dispose sessions, leave streams, cancel calls";
    }

    [Fact]
    public async Task Leases_that_hold_a_swapped_model_are_counted()
    {
        var (time, log) = (new ManualTime(), new Warnings());
        await using var host = SeqModelHost.Open(new() { BundlePath = bundles.Attention, Model = new() { Name = "leased", Logger = log, TimeProvider = time } });
        var lease = host.Lend();

        var swap = await host.SwapAsync(bundles.Endless);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            $"Model 'leased' of {bundles.Attention} serves no longer but cannot be released: 1 lease still open. Dispose leases", string.Join("; ", log.Lines));
        lease.Dispose();
        await swap.Drained.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public async Task A_model_that_nothing_holds_is_released_without_a_word()
    {
        var (time, log) = (new ManualTime(), new Warnings());
        var model = SeqModel.Open(bundles.Attention, new() { Logger = log, TimeProvider = time });
        model.Generate("s1");

        await model.DisposeAsync();
        time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(log.Lines);
    }

    private sealed class Warnings : ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }
    }

    /// <summary>A clock that goes when the test says.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly List<ManualTimer> _timers = [];
        private TimeSpan _now;

        internal int Timers => _timers.Count;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(this, () => callback(state), _now + dueTime, period);
            _timers.Add(timer);
            return timer;
        }

        internal void Advance(TimeSpan time)
        {
            _now += time;
            foreach (var timer in _timers.ToArray())
            {
                timer.RunUntil(_now);
            }
        }

        private sealed class ManualTimer(ManualTime owner, Action callback, TimeSpan due, TimeSpan period) : ITimer
        {
            private TimeSpan _due = due;

            internal void RunUntil(TimeSpan now)
            {
                for (; _due <= now; _due += period)
                {
                    callback();
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

            public void Dispose() => owner._timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
