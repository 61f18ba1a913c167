using System.Diagnostics;
using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>A cancelled call ends at once, and the model goes on serving.</summary>
public sealed class CancellationTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public void Cancelling_at_any_step_leaves_a_model_that_decodes_as_before()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(6, seed: 40);
        var expected = model.GenerateTokensBatch(sources);
        for (var step = 0; step < Bundles.MaxLength - 1; step++)
        {
            using var cancellation = new CancellationTokenSource();
            var options = new GenerateOptions { Request = new() { Observer = new Canceller(cancellation, step) } };

            var exception = Assert.ThrowsAny<OperationCanceledException>(() => model.GenerateTokensBatch(sources, options, cancellation.Token));

            Assert.Equal(cancellation.Token, exception.CancellationToken);
            var after = model.GenerateTokensBatch(sources);
            for (var i = 0; i < sources.Length; i++)
            {
                RowIndependenceTests.AssertSame(expected[i], after[i]);
            }
        }
    }

    [Fact]
    public void A_call_cancelled_beforehand_does_nothing()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var cancelled = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() => model.Generate("s1", cancellationToken: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => model.Generate("s1", new() { InGraph = true }, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => model.Score("s1", "t2", cancellationToken: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => model.Graphs.Score(new long[1, 1], [1], new long[1, 1], cancelled));
        Assert.NotEmpty(model.Generate("s1").Hypotheses);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Partial_results_are_kept_when_asked_for(int step)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(6, seed: 41);
        var whole = model.GenerateTokensBatch(sources);
        using var cancellation = new CancellationTokenSource();
        var request = new DecodingRequest { Observer = new Canceller(cancellation, step), KeepPartialResults = true };

        // The second part of the batch is not begun.
        var results = model.GenerateTokensBatch(sources, new() { Request = request, MaxBatchSize = 3 }, cancellation.Token);

        var cancelled = Enumerable.Range(0, sources.Length).Where(i => results[i].Best.FinishReason == FinishReason.Cancelled).ToList();
        Assert.Equal(3, cancelled.Count(i => results[i].Best.Length == 0));
        foreach (var (i, best) in cancelled.Select(i => (i, results[i].Best)).Where(pair => pair.Best.Length > 0))
        {
            Assert.Equal(step + 1, best.Length);
            Assert.Equal(whole[i].Best.Tokens.Take(step + 1), best.Tokens);
        }

        Assert.Contains(cancelled, i => results[i].Best.Length > 0);
    }

    [Fact]
    public void A_graph_that_decodes_by_itself_stops_in_the_midst_of_its_loop()
    {
        // The end token is impossible, so that the loop would run for minutes.
        using var endless = SeqModel.Open(bundles.Endless);
        var clock = Stopwatch.StartNew();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            endless.Graphs.GenerateGreedy(new long[1, 1], [1], maxLength: 50_000_000, cancellationToken: cancellation.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(20));
        Assert.Equal(7, endless.Graphs.GenerateGreedy(new long[1, 1], [1], maxLength: 7).Tokens.Length);
    }

    [Fact]
    public void A_long_decode_stops_when_another_thread_says_so()
    {
        using var endless = SeqModel.Open(bundles.Endless);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var search = endless.DefaultSearch with { MaxLength = 50_000_000 };

        Assert.ThrowsAny<OperationCanceledException>(() => endless.GenerateTokens([1, 2], new() { Search = search }, cancellation.Token));

        Assert.Equal(9, endless.GenerateTokens([1, 2], new() { Search = search with { MaxLength = 9 } }).Best.Length);
    }

    private sealed class Canceller(CancellationTokenSource source, int step) : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token)
        {
            if (token.Step == step)
            {
                source.Cancel();
            }

            return true;
        }
    }
}
