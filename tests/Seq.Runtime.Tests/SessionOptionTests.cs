using Seq.Decoding;
using Seq.Decoding.Composition;
using Seq.Decoding.Processors;
using Seq.Decoding.Sessions;
using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Runtime.Tests;

/// <summary>A session takes the options of a call, and leads where the call leads.</summary>
public sealed class SessionOptionTests(Bundles bundles) : IClassFixture<Bundles>
{
    public static TheoryData<string> Searches => ["greedy", "samples", "beam", "groups", "stochastic"];

    [Theory]
    [MemberData(nameof(Searches))]
    public void Pieces_joined_are_the_text_of_the_call_and_the_last_has_its_result(string search)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var options = new GenerateOptions { Search = Search(model, search) };
        foreach (var source in Bundles.Sources(6, seed: 100))
        {
            var expected = model.GenerateTokens(source, options);
            using var session = model.BeginTokensSession(source, options);

            var pieces = ToEnd(session);

            AssertTold(expected, pieces, ofSamples: search == "samples");
            Assert.Empty(session.TakePieces());
        }
    }

    [Theory]
    [InlineData("greedy", 2)]
    [InlineData("samples", 2)]
    [InlineData("beam", 1)]
    [InlineData("groups", 1)]
    public void A_stop_text_ends_a_session_where_it_ends_the_call_also_after_it_was_saved_forked_or_taken_back(string search, int words)
    {
        using var model = SeqModel.Open(bundles.Endless);
        using var elsewhere = SeqModel.Open(bundles.Endless);
        var free = new GenerateOptions { Search = Search(model, search) with { MaxLength = 12 } };
        var whole = model.GenerateTokens([1, 2, 3], free).Text.Split(' ');
        var options = free with { StopTexts = [string.Join(' ', whole[4..(4 + words)]), "no such text"] };
        var expected = model.GenerateTokens([1, 2, 3], options);
        Assert.Contains(expected.Hypotheses, sequence => sequence.FinishReason == FinishReason.Stopped);

        for (var at = 0; at < 8; at++)
        {
            using var session = model.BeginTokensSession([1, 2, 3], options);
            session.MaxRewind = 3;
            Step(session, at);
            session.TakePieces();
            using var restored = elsewhere.RestoreSession(session.Save(), options);
            using var fork = session.Fork();
            AssertTold(expected, ToEnd(restored), search == "samples");
            AssertTold(expected, ToEnd(fork), search == "samples");

            session.Rewind(Math.Min(3, session.Steps));
            AssertTold(expected, ToEnd(session), search == "samples");
            RowIndependenceTests.AssertSame(expected, session.Finish());
        }
    }

    [Fact]
    public void A_text_that_may_become_a_stop_text_is_held_back_until_it_is_certain()
    {
        using var model = SeqModel.Open(bundles.Endless);
        var whole = model.GenerateTokens([1, 2, 3]).Text;
        var words = whole.Split(' ');
        using var stopped = model.BeginTokensSession([1, 2, 3], new() { StopTexts = [string.Join(' ', words[..3])] });
        using var free = model.BeginTokensSession([1, 2, 3], new() { StopTexts = [$"{words[0]} {words[1]} nothing"] });
        Step(stopped, 2);
        Step(free, 2);

        Assert.Equal(("", ""), (Text(stopped.TakePieces()), Text(free.TakePieces())));
        Assert.Equal($"{words[0]} {words[1]}", stopped.Peek().Text); // It may still be text.
        Assert.False(stopped.Next());
        Assert.Equal((FinishReason.Stopped, ""), (stopped.Finish().Best.FinishReason, stopped.Finish().Text));
        Assert.Equal("", Text(stopped.TakePieces()));
        Assert.Equal(whole, Text(ToEnd(free)));
    }

    [Fact]
    public void Stop_texts_given_only_when_a_session_is_restored_count_from_there_on()
    {
        using var model = SeqModel.Open(bundles.Endless);
        foreach (var beam in new[] { 1, 3 })
        {
            var search = model.DefaultSearch with { BeamSize = beam, MaxLength = 12 };
            var options = new GenerateOptions { Search = search, StopTexts = [string.Join(' ', model.GenerateTokens([1, 2, 3], new() { Search = search }).Text.Split(' ')[..3])] };
            using var session = model.BeginTokensSession([1, 2, 3], new() { Search = search });
            Step(session, 1);
            using var restored = model.RestoreSession(session.Save(), options);

            RowIndependenceTests.AssertSame(model.GenerateTokens([1, 2, 3], options), restored.Finish());
        }
    }

    [Theory]
    [InlineData("greedy")]
    [InlineData("beam")]
    public void Models_that_decode_together_do_so_in_a_session_saved_or_not(string search)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru)));
        using var other = SeqModel.Open(bundles.Export(Bundles.Describe(CellKind.Gru), seed: 77, scale: 3f));
        using var language = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 78, scale: 3f));
        ModelComposition[] compositions =
        [
            new() { Ensemble = [other], Weights = [2, 1] },
            new() { LanguageModel = language, LanguageModelWeight = 0.4f },
            new() { Ensemble = [other], Average = EnsembleAverage.LogProbability, LanguageModel = language },
        ];
        foreach (var composition in compositions)
        {
            var options = new GenerateOptions { Search = Search(model, search), Composition = composition };
            var expected = model.GenerateTokens([1, 2, 3], options);
            for (var at = 0; at < 4; at++)
            {
                model.GenerateTokensBatch([[1], [2, 3]], options); // Buffers that have seen other rows wait in the pool.
                using var session = model.BeginTokensSession([1, 2, 3], options);
                session.MaxRewind = 2;
                Step(session, at);
                var saved = session.Save();
                using var restored = model.RestoreSession(saved, options);
                using var fork = session.Fork();
                session.Rewind(Math.Min(2, session.Steps));

                RowIndependenceTests.AssertSame(expected, restored.Finish());
                RowIndependenceTests.AssertSame(expected, fork.Finish());
                RowIndependenceTests.AssertSame(expected, session.Finish());
                Assert.Contains("in the same Composition", Assert.Throws<SnapshotException>(() => model.RestoreSession(saved, options with { Composition = null })).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_session_holds_all_models_that_it_decodes_with()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var other = SeqModel.Open(bundles.CopyOf(bundles.Attention));
        var session = model.BeginSession("s1 s2", new() { Composition = new() { Ensemble = [other] } });

        var released = other.DisposeAsync().AsTask();
        Assert.NotEmpty(session.Finish().Hypotheses);
        Assert.False(released.IsCompleted);
        session.Dispose();

        await released.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Rules_lengths_and_observer_of_the_request_hold_and_a_fork_keeps_them()
    {
        using var model = SeqModel.Open(bundles.Endless);
        var watched = new Watching();
        var options = new GenerateOptions
        {
            Request = new() { MaxLengths = [5], Processors = [[new ForcedPrefix([4, 5])]], Observer = watched, StartTokens = [Bundles.Start], RowKeys = [3] },
        };
        var expected = model.GenerateTokens([1, 2, 3], options with { Request = options.Request with { Observer = null } });
        using var session = model.BeginTokensSession([1, 2, 3], options);
        session.Next();
        using var fork = session.Fork();

        RowIndependenceTests.AssertSame(expected, fork.Finish());
        Assert.Equal([4], watched.Tokens);
        RowIndependenceTests.AssertSame(expected, session.Finish());
        Assert.Equal(expected.Best.Tokens.AsEnumerable(), watched.Tokens);
        Assert.Equal([4, 5], watched.Tokens.Take(2));
        Assert.Contains("MaxLengths is set", Assert.Throws<DecodingRequestException>(() => model.RestoreSession(session.Save(), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_ends_when_its_time_is_over_or_when_it_is_cancelled_and_keeps_what_there_is()
    {
        using var model = SeqModel.Open(bundles.Endless);
        using var cancellation = new CancellationTokenSource();
        using var limited = model.BeginTokensSession([1, 2, 3], new() { Request = new() { TimeBudget = TimeSpan.FromTicks(1) } });
        using var cancelled = model.BeginTokensSession([1, 2, 3], new() { Request = new() { KeepPartialResults = true } });
        using var thrown = model.BeginTokensSession([1, 2, 3]);
        Step(cancelled, 2);
        Step(thrown, 2);
        cancellation.Cancel();

        Assert.False(limited.Next());
        Assert.Equal((FinishReason.TimeLimit, 0), (limited.Finish().Best.FinishReason, limited.Finish().Best.Length));
        Assert.False(cancelled.Next(cancellation.Token));
        Assert.Equal((FinishReason.Cancelled, 2), (cancelled.Finish().Best.FinishReason, cancelled.Finish().Best.Length));
        Assert.Equal(cancelled.Finish().Text, Text(cancelled.TakePieces()));
        Assert.Throws<OperationCanceledException>(() => thrown.Next(cancellation.Token));
        Assert.NotEmpty(thrown.Finish().Text);
    }

    [Fact]
    public void A_dead_end_finishes_a_session_and_says_so()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var options = new GenerateOptions { Search = model.DefaultSearch with { Processors = [new ForcedPrefix([3, 4]), new SuppressSequences([.. Enumerable.Range(0, Bundles.TargetVocabulary).Select(token => (int[])[3, 4, token])])] } };
        using var session = model.BeginSession("s1 s2", options);
        session.MaxRewind = 3;

        Assert.Equal(2, Assert.Throws<NoTokenPossibleException>(() => session.Finish()).Step);
        Assert.True(session.IsFinished);
        Assert.Equal("t3 t4", Assert.Single(session.Peek().DeadEnds).Text);
        var pieces = session.TakePieces();
        Assert.Equal("t3 t4", Text(pieces));
        Assert.NotNull(pieces[^1].Result!.Failure);
        session.Rewind(2);
        session.Next(token: 5);
        Assert.Null(session.Finish().Failure);
    }

    [Fact]
    public void Unknown_words_are_replaced_in_the_result_and_not_in_pieces()
    {
        var target = new Vocabulary(TokenUnit.Words, ["<s>", "</s>", "<unk>", "t3", "t4", "t5", "t6", "t7", "t8"], new() { Start = 0, End = 1, Unknown = 2 });
        var path = bundles.NewPath();
        BundleExporter.Export(RandomCheckpoint.Write(bundles.NewPath(), Bundles.Describe(CellKind.Gru, AttentionScore.Additive), seed: 79, target: target), path, new());
        using var model = SeqModel.Open(path);
        var search = model.DefaultSearch with { MaxLength = 6, Processors = [new TokenBias(new Dictionary<int, float> { [2] = 3f })] };
        var options = new GenerateOptions { Search = search, UnknownReplacement = new() };
        var expected = model.Generate("s1 s2 s3", options);
        using var session = model.BeginSession("s1 s2 s3", options);
        session.Next();
        using var fork = session.Fork();

        Assert.NotEqual(model.Generate("s1 s2 s3", new() { Search = search }).Text, expected.Text);
        Assert.Equal(expected.Text, session.Finish().Text);
        Assert.Equal(expected.Text, fork.Finish().Text);
        Assert.StartsWith("UnknownReplacement is set, but pieces", Assert.Throws<InvalidOperationException>(() => session.TakePieces()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_a_session_is_explained()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var inGraph = Assert.Throws<InGraphOptionsException>(() => model.BeginSession("s1", new() { InGraph = true }));
        Assert.Contains("A session goes step by step", inGraph.Message, StringComparison.Ordinal);
        Assert.Throws<SearchOptionsException>(() => model.BeginSession("s1", new() { StopTexts = [""] }));
        Assert.Throws<SearchOptionsException>(() => model.BeginSession("s1", new() { Search = Search(model, "stochastic"), StopTexts = ["t1"] }));
        Assert.Throws<DecodingRequestException>(() => model.BeginSession("s1", new() { Request = new() { MaxLengths = [1, 2] } }));
        Assert.Throws<DecodingRequestException>(() => model.BeginSession("s1", new() { Request = null! }));
        Assert.Throws<InvalidInputException>(() => model.BeginSession("s1", new() { MaxBatchSize = 0 }));
        Assert.Throws<ModelCompositionException>(() => model.BeginSession("s1", new() { Composition = new() }));
        using var session = model.BeginSession("s1");
        var saved = session.Save();
        Assert.Throws<SearchOptionsException>(() => model.RestoreSession(saved, new() { UnknownReplacement = new() }));
        Assert.Throws<InGraphOptionsException>(() => model.RestoreSession(saved, new() { InGraph = true }));
        Assert.Throws<ModelCompositionException>(() => model.RestoreSession(saved, new() { Composition = new() }));
        Assert.Throws<DecodingRequestException>(() => model.RestoreSession(saved, new() { Request = null! }));
    }

    private static SearchOptions Search(SeqModel model, string name) => name switch
    {
        "samples" => model.DefaultSearch with { Sampling = new() { Seed = 3, Temperature = 1.3f }, HypothesisCount = 2 },
        "beam" => model.DefaultSearch with { BeamSize = 3, HypothesisCount = 3 },
        "groups" => model.DefaultSearch with { BeamSize = 4, BeamGroups = 2, DiversityPenalty = 0.5, HypothesisCount = 2 },
        "stochastic" => model.DefaultSearch with { BeamSize = 3, HypothesisCount = 2, StochasticBeam = new() { Seed = 6 } },
        _ => model.DefaultSearch with { BeamSize = 1 },
    };

    private static void Step(SeqSession session, int steps)
    {
        while (session.Steps < steps && session.Next())
        {
        }
    }

    private static List<GenerationPiece> ToEnd(SeqSession session)
    {
        var pieces = new List<GenerationPiece>(session.TakePieces());
        while (session.Next())
        {
            pieces.AddRange(session.TakePieces());
        }

        pieces.AddRange(session.TakePieces());
        return pieces;
    }

    private static void AssertTold(Generation expected, List<GenerationPiece> pieces, bool ofSamples)
    {
        RowIndependenceTests.AssertSame(expected, Assert.Single(pieces, piece => piece.Result is not null).Result!);
        var told = pieces.GroupBy(piece => piece.Sample).ToList();
        var sequences = ofSamples ? expected.Hypotheses : [expected.Best];
        Assert.Equal(sequences.Select(sequence => sequence.Text).Order(StringComparer.Ordinal), told.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            sequences.Select(sequence => string.Join(',', sequence.Tokens)).Order(StringComparer.Ordinal),
            told.Select(sample => string.Join(',', sample.SelectMany(piece => piece.Tokens))).Order(StringComparer.Ordinal));
    }

    private static string Text(IEnumerable<GenerationPiece> pieces) => string.Concat(pieces.Select(piece => piece.Text));

    private sealed class Watching : IDecodingObserver
    {
        internal List<int> Tokens { get; } = [];

        public bool OnToken(in AcceptedToken token)
        {
            Tokens.Add(token.Token);
            return true;
        }
    }
}
