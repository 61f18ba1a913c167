using Seq.Decoding;
using Seq.Decoding.Sessions;

namespace Seq.Runtime.Tests;

/// <summary>A session ends where a call ends, wherever it was saved on the way.</summary>
public sealed class SessionTests(Bundles bundles) : IClassFixture<Bundles>
{
    public static TheoryData<string> Searches => ["greedy", "sampled", "beam"];

    [Theory]
    [MemberData(nameof(Searches))]
    public void Saving_and_restoring_at_any_step_changes_nothing(string name)
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var elsewhere = SeqModel.Open(bundles.Attention);
        var search = Search(model, name);
        foreach (var source in Bundles.Sources(4, seed: 80))
        {
            var expected = model.GenerateTokens(source, new() { Search = search });
            using var session = model.BeginTokensSession(source, new() { Search = search });
            var goesOn = true;
            while (goesOn)
            {
                using var restored = elsewhere.RestoreSession(session.Save(), new() { Search = search });

                RowIndependenceTests.AssertSame(expected, restored.Finish());
                goesOn = session.Next();
            }

            RowIndependenceTests.AssertSame(expected, session.Peek());
        }
    }

    [Fact]
    public void A_session_is_forked_and_taken_back()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var source = Bundles.Sources(1, seed: 81)[0];
        var expected = model.GenerateTokens(source);
        using var session = model.BeginTokensSession(source);
        session.MaxRewind = 4;
        session.Next();
        using var fork = session.Fork();

        session.Next(token: 5); // A token that the model need not like.
        session.Next();
        var other = session.Peek();
        session.Rewind(2);

        RowIndependenceTests.AssertSame(expected, fork.Finish());
        RowIndependenceTests.AssertSame(expected, session.Finish());
        Assert.Equal(5, other.Best.Tokens[1]);
        Assert.Equal([expected.Best.Tokens[0]], other.Best.Tokens.Take(1));
    }

    [Fact]
    public void What_is_saved_does_not_grow_with_the_state_of_past_steps()
    {
        using var model = SeqModel.Open(bundles.Endless);
        using var session = model.BeginTokensSession([1, 2, 3], new() { Search = model.DefaultSearch with { MaxLength = 5000 } });
        session.Next();
        var early = session.Save().Length;
        while (session.Steps < 1001)
        {
            session.Next();
        }

        // A token and its log-probability per step, and what finds them again.
        Assert.InRange(session.Save().Length - early, 12 * 1000, 32 * 1000);
        Assert.InRange(early, 14 * sizeof(float), 1000);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.Endless);
        using var session = model.BeginSession("s1 s2");
        session.Next();
        var saved = session.Save();
        var damaged = (byte[])saved.Clone();
        damaged[^40] ^= 1;

        Assert.Throws<SnapshotException>(() => model.RestoreSession(damaged));
        Assert.Throws<SnapshotException>(() => other.RestoreSession(saved));
        Assert.Throws<SnapshotException>(() => model.RestoreSession(saved, new() { Search = model.DefaultSearch with { BeamSize = 3 } }));
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Next());
        Assert.Throws<ObjectDisposedException>(session.Save);
    }

    [Fact]
    public async Task A_session_holds_its_model()
    {
        var model = SeqModel.Open(bundles.Attention);
        var session = model.BeginSession("s1 s2");

        var released = model.DisposeAsync().AsTask();
        Assert.NotEmpty(session.Finish().Hypotheses);
        Assert.False(released.IsCompleted);
        session.Dispose();

        await released.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Throws<ObjectDisposedException>(() => model.BeginSession("s1"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_step_model_that_failed_is_not_used_again(bool fails, bool reused)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var made = new List<RowModel>();
        using var pool = new StepModelPool(() =>
        {
            made.Add(new RowModel(() => _ = fails ? throw new InferenceException("step.onnx", "It broke.") : 0));
            return made[^1];
        });
        var loan = pool.Lend();
        var session = new SeqSession(model, BegunModels.Of(loan), new DecodingSession(loan.Model, model.DefaultSearch), new(GenerateOptions.Default, static () => [], Stops: null));

        if (fails)
        {
            Assert.Throws<InferenceException>(() => session.Next());
        }
        else
        {
            Assert.Throws<ArgumentException>(() => session.Next(token: -1)); // A fault of the caller, not of the model.
            Assert.True(session.Next());
        }

        session.Dispose();
        using var next = pool.Lend();
        Assert.Equal(reused, next.Model == made[0]);
        Assert.Equal(fails, made[0].IsDisposed);
    }

    [Fact]
    public async Task A_session_disposed_during_a_step_gives_its_buffers_back_when_the_step_is_over()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var isUnderWay = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        using var pool = new StepModelPool(() => new RowModel(() =>
        {
            isUnderWay.Release();
            mayEnd.Wait();
        }));
        var loan = pool.Lend();
        var session = new SeqSession(model, BegunModels.Of(loan), new DecodingSession(loan.Model, model.DefaultSearch), new(GenerateOptions.Default, static () => [], Stops: null));
        var step = Task.Run(() => session.Next());
        await isUnderWay.WaitAsync();

        Assert.StartsWith("This session is at work on another thread.", Assert.Throws<InvalidOperationException>(() => session.Next()).Message, StringComparison.Ordinal);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Next());
        using (var other = pool.Lend())
        {
            Assert.NotSame(loan.Model, other.Model); // Nobody else gets the buffers that the step writes to.
        }

        mayEnd.Release();
        Assert.True(await step);
        using var next = pool.Lend();
        Assert.Same(loan.Model, next.Model);
    }

    private sealed class RowModel(Action onStep) : IRowModel
    {
        private readonly float[] _logits = new float[Bundles.TargetVocabulary];

        internal bool IsDisposed { get; private set; }

        public int VocabularySize => _logits.Length;

        public int Rows => 1;

        public bool HasAttention => false;

        public bool CanSaveRows => false;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            onStep();
            return _logits;
        }

        public void Reorder(ReadOnlySpan<int> parents)
        {
        }

        public ReadOnlySpan<float> Attention(int row) => throw new NotSupportedException();

        public RowState SaveRow(int row) => throw new NotSupportedException();

        public void LoadRows(IReadOnlyList<RowState> rows) => throw new NotSupportedException();

        public void Begin(SourceBatch source, int maxRows, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void BeginEmpty(int rows, int maxRows) => throw new NotSupportedException();

        public void End()
        {
        }

        public void Dispose() => IsDisposed = true;
    }

    private static SearchOptions Search(SeqModel model, string name) => name switch
    {
        "sampled" => model.DefaultSearch with { Sampling = new() { Seed = 3, Temperature = 1.3f }, HypothesisCount = 2 },
        "beam" => model.DefaultSearch with { BeamSize = 3, HypothesisCount = 3 },
        _ => model.DefaultSearch,
    };
}
