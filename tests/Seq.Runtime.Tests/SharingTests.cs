using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>One model, many threads; and its end.</summary>
public sealed class SharingTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public async Task Threads_share_a_model_and_each_gets_its_own_results()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(40, seed: 50);
        SearchOptions[] searches =
        [
            model.DefaultSearch,
            model.DefaultSearch with { BeamSize = 3 },
            model.DefaultSearch with { Sampling = new() { Seed = 7 } },
        ];
        uint[] keys = [.. Enumerable.Range(0, sources.Length).Select(i => (uint)i)];
        var expected = searches.Select(search => model.GenerateTokensBatch(sources, new() { Search = search })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var call = 0; call < 40; call++)
            {
                var which = random.Next(searches.Length);
                int[] chosen = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(sources.Length))];
                var options = new GenerateOptions { Search = searches[which], Request = new() { RowKeys = [.. chosen.Select(i => keys[i])] }, MaxBatchSize = 4 };
                var results = model.GenerateTokensBatch([.. chosen.Select(i => sources[i])], options);
                for (var i = 0; i < chosen.Length; i++)
                {
                    RowIndependenceTests.AssertSame(expected[which][chosen[i]], results[i]);
                }
            }
        })));
    }

    [Fact]
    public void A_disposed_model_says_so()
    {
        var model = SeqModel.Open(bundles.Attention);
        model.Generate("s1");

        model.Dispose();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Generate("s1"));
        Assert.Throws<ObjectDisposedException>(() => model.Score("s1", "t2"));
        Assert.Throws<ObjectDisposedException>(() => model.Graphs.StepLogits(new long[1, 1], [1], new long[1, 1]));
        Assert.Throws<ObjectDisposedException>(() => model.Graphs.GenerateGreedy(new long[1, 1], [1]));
        Assert.Throws<ObjectDisposedException>(() => model.Graphs.Score(new long[1, 1], [1], new long[1, 1]));
    }

    [Fact]
    public async Task Disposing_a_model_in_use_lets_the_call_finish()
    {
        var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(5, seed: 51);
        var expected = model.GenerateTokensBatch(sources);
        using var gate = new Gate();

        var call = Task.Run(() => model.GenerateTokensBatch(sources, new() { Request = new() { Observer = gate } }));
        gate.Reached.Wait();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Generate("s1"));
        gate.Open.Set();
        var results = await call;

        for (var i = 0; i < sources.Length; i++)
        {
            RowIndependenceTests.AssertSame(expected[i], results[i]);
        }
    }

    [Fact]
    public async Task Disposing_under_load_neither_fails_nor_hangs()
    {
        for (var trial = 0; trial < 5; trial++)
        {
            var model = SeqModel.Open(bundles.Attention);
            var calls = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                var done = 0;
                try
                {
                    for (; ; done++)
                    {
                        model.Generate("s1 s2 s3");
                    }
                }
                catch (ObjectDisposedException)
                {
                    return done;
                }
            })).ToArray();
            await Task.Delay(20);
            model.Dispose();

            Assert.All(await Task.WhenAll(calls), done => Assert.InRange(done, 0, int.MaxValue));
        }
    }
}
