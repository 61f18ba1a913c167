using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
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

        var own = activities.Where(activity => Equals(activity.GetTagItem("seq.model"), "traced")).ToList();
        Assert.Equal(2, own.Count);
        Assert.All(own, activity => Assert.Equal("generate", activity.OperationName));
        Assert.Equal(1L, own.Single(activity => activity.Status == ActivityStatusCode.Unset).GetTagItem("seq.sequences"));
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

    private sealed class Listener : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentBag<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measurements = [];

        internal Listener(string model)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SeqDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags, model));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags, model));
            _listener.Start();
        }

        internal double Sum(string instrument, string operation) => Of(instrument, operation).Sum(measurement => measurement.Value);

        internal int Count(string instrument, string operation) => Of(instrument, operation).Count();

        internal object? Tag(string instrument, string tag) => _measurements.Single(measurement => measurement.Instrument == instrument).Tags[tag];

        public void Dispose() => _listener.Dispose();

        private IEnumerable<(string Instrument, double Value, Dictionary<string, object?> Tags)> Of(string instrument, string operation) =>
            _measurements.Where(measurement => measurement.Instrument == instrument && Equals(measurement.Tags["seq.operation"], operation));

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string model)
        {
            var all = new Dictionary<string, object?>(tags.ToArray());
            if (Equals(all["seq.model"], model))
            {
                _measurements.Add((instrument.Name, value, all));
            }
        }
    }

    private sealed class Gate : IDecodingObserver, IDisposable
    {
        internal ManualResetEventSlim Reached { get; } = new();

        internal ManualResetEventSlim Open { get; } = new();

        public bool OnToken(in AcceptedToken token)
        {
            Reached.Set();
            Open.Wait();
            return true;
        }

        public void Dispose()
        {
            Reached.Dispose();
            Open.Dispose();
        }
    }
}
