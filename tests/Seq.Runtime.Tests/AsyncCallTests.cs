using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Calls for servers: they give what the calls of the same name give, and wait without a thread.</summary>
public sealed class AsyncCallTests(Bundles bundles) : IClassFixture<Bundles>
{
    private static readonly RecurrentLayers Layers = new() { Cell = CellKind.Gru, Hidden = 8 };

    [Fact]
    public async Task Calls_that_wait_for_their_turn_hold_no_thread()
    {
        using var listener = new Listener("waiting");
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "waiting", MaxConcurrentCalls = 1 });
        using var gate = new Gate();
        var first = model.GenerateAsync("s1 s2", new() { Request = new() { Observer = gate } });
        gate.Reached.Wait();

        var calls = Enumerable.Range(0, 200).Select(_ => model.GenerateAsync("s1 s2")).ToList();
        var streams = Enumerable.Range(0, 50).Select(_ => LastOf(model.GenerateStream("s1 s2"))).ToList();

        // They all wait, and this thread alone has brought them there.
        Assert.Equal(250, listener.Sum("seq.calls.waiting", "generate"));
        Assert.DoesNotContain(calls.Concat(streams), call => call.IsCompleted);

        // Were 250 threads of the pool blocked, other work would have to wait for minutes: the pool grows by one or two a second.
        await Task.Run(() => { }).WaitAsync(TimeSpan.FromSeconds(60));
        gate.Open.Set();
        var expected = await first;
        foreach (var call in calls.Concat(streams))
        {
            RowIndependenceTests.AssertSame(expected, await call);
        }

        Assert.Equal(0, listener.Sum("seq.calls.waiting", "generate"));
        Assert.Equal(251, listener.Sum("seq.sequences", "generate"));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var model = SeqModel.Open(bundles.Attention, new() { MaxConcurrentCalls = 1 });
        using var gate = new Gate();
        using var cancellation = new CancellationTokenSource();
        var first = model.GenerateAsync("s1 s2", new() { Request = new() { Observer = gate } });
        gate.Reached.Wait();
        var second = model.GenerateAsync("s1 s2", cancellationToken: cancellation.Token);
        var partial = model.GenerateAsync("s1 s2", new() { Request = new() { KeepPartialResults = true } }, cancellation.Token);
        var score = model.ScoreAsync("s1", "t2", cancellationToken: cancellation.Token);
        var stream = LastOf(model.GenerateStream("s1 s2", cancellationToken: cancellation.Token));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => score);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream);
        Assert.Equal(FinishReason.Cancelled, (await partial).Best.FinishReason);
        gate.Open.Set();
        RowIndependenceTests.AssertSame(await first, await model.GenerateAsync("s1 s2"));
    }

    [Fact]
    public async Task An_encoder_decoder_gives_what_it_gives_at_once()
    {
        using var model = SeqModel.Open(bundles.Attention, new() { MaxConcurrentCalls = 2 });
        var options = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 3, HypothesisCount = 2 } };
        string[] texts = ["s1 s2 s3", "s4"];
        int[][] ids = [[1, 2, 3], [4]];

        RowIndependenceTests.AssertSame(model.Generate(texts[0], options), await model.GenerateAsync(texts[0], options));
        RowIndependenceTests.AssertSame(model.GenerateTokens(ids[0], options), await model.GenerateTokensAsync(ids[0], options));
        AssertSame(model.GenerateBatch(texts, options), await model.GenerateBatchAsync(texts, options));
        AssertSame(model.GenerateTokensBatch(ids, options), await model.GenerateTokensBatchAsync(ids, options));
        Assert.Equal(model.Score("s1", "t2").LogProbability, (await model.ScoreAsync("s1", "t2")).LogProbability);
        Assert.Equal(
            model.ScoreBatch([("s1", "t2"), ("s2 s3", "t4")]).Select(score => score.LogProbability),
            (await model.ScoreBatchAsync([("s1", "t2"), ("s2 s3", "t4")])).Select(score => score.LogProbability));
    }

    [Fact]
    public async Task A_language_model_gives_what_it_gives_at_once()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 62));
        var file = Path.Combine(Directory.CreateTempSubdirectory("seq-test-").FullName, "text");
        await File.WriteAllTextAsync(file, "t2 t3 t4");
        var expected = model.ScoreText("t2 t3 t4");

        Assert.Equal(expected, await model.ScoreTextAsync("t2 t3 t4"));
        Assert.Equal(expected, await model.ScoreFileAsync(file));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        await Assert.ThrowsAsync<ModelKindException>(() => model.ClassifyAsync("t2"));
    }

    [Fact]
    public async Task A_classifier_and_a_tagger_give_what_they_give_at_once()
    {
        using var classifier = SeqModel.Open(bundles.Export(new ClassifierDescription { Vocabulary = 5, Embedding = 4, Layers = Layers, Classes = 3 }, seed: 63));
        using var tagger = SeqModel.Open(bundles.Export(new TaggerDescription { Vocabulary = 5, Embedding = 4, Layers = Layers, Tags = 3 }, seed: 64));
        string[] texts = ["s1 s2 s3", "s4"];

        Assert.Equal(classifier.Classify(texts[0]).Best, (await classifier.ClassifyAsync(texts[0])).Best);
        Assert.Equal(classifier.ClassifyBatch(texts).Select(text => text.Best), (await classifier.ClassifyBatchAsync(texts)).Select(text => text.Best));
        Assert.Equal(tagger.Tag(texts[0]).Tokens.AsEnumerable(), (await tagger.TagAsync(texts[0])).Tokens);
        Assert.Equal(tagger.TagBatch(texts).SelectMany(text => text.Tokens), (await tagger.TagBatchAsync(texts)).SelectMany(text => text.Tokens));
    }

    [Fact]
    public async Task Faults_come_with_the_task()
    {
        var model = SeqModel.Open(bundles.Attention);

        var empty = model.GenerateAsync("");
        var unknown = model.GenerateBatchAsync(["s1", "nothing"]);
        var length = model.GenerateAsync("s1", new() { Search = model.DefaultSearch with { MaxLength = 0 } });
        var kind = model.TagAsync("s1");

        await Assert.ThrowsAsync<InvalidInputException>(() => empty);
        await Assert.ThrowsAsync<VocabularyException>(() => unknown);
        await Assert.ThrowsAsync<SearchOptionsException>(() => length);
        await Assert.ThrowsAsync<ModelKindException>(() => kind);
        await model.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => model.GenerateAsync("s1"));
    }

    private static async Task<Generation> LastOf(IAsyncEnumerable<GenerationPiece> stream)
    {
        Generation? last = null;
        await foreach (var piece in stream)
        {
            last = piece.Result;
        }

        return last!;
    }

    private static void AssertSame(IReadOnlyList<Generation> expected, IReadOnlyList<Generation> found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.All(Enumerable.Range(0, expected.Count), i => RowIndependenceTests.AssertSame(expected[i], found[i]));
    }
}
