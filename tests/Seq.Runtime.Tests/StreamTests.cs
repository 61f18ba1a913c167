using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>A stream says what the call says, only earlier.</summary>
public sealed class StreamTests(Bundles bundles) : IClassFixture<Bundles>
{
    public static TheoryData<string> Searches => ["greedy", "sampled", "three samples", "alternatives", "beam", "beam of groups"];

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task The_pieces_joined_are_the_result_of_the_call(string search)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var options = new GenerateOptions { Search = Search(model, search) };
        var severalPieces = 0;
        foreach (var source in Bundles.Sources(12, seed: 70))
        {
            var expected = model.GenerateTokens(source, options);

            var pieces = await Collect(model.GenerateTokensStream(source, options));

            RowIndependenceTests.AssertSame(expected, pieces[^1].Result!);
            Assert.All(pieces.SkipLast(1), piece => Assert.Null(piece.Result));
            var samples = pieces.SkipLast(1).GroupBy(piece => piece.Sample).ToList();
            var texts = samples.Select(sample => string.Concat(sample.Select(piece => piece.Text))).Order(StringComparer.Ordinal);
            var tokens = samples.Select(sample => string.Join(',', sample.SelectMany(piece => piece.Tokens))).Order(StringComparer.Ordinal);
            var told = search is "three samples" or "alternatives" ? expected.Hypotheses : [expected.Best];
            Assert.Equal(told.Select(sequence => sequence.Text).Where(text => text != "").Order(StringComparer.Ordinal), texts);
            Assert.Equal(told.Select(sequence => string.Join(',', sequence.Tokens)).Where(text => text != "").Order(StringComparer.Ordinal), tokens);
            severalPieces += pieces.Count > 2 ? 1 : 0;
        }

        Assert.InRange(severalPieces, 1, 12);
    }

    [Fact]
    public async Task A_stop_text_ends_the_sequence_and_is_in_no_piece()
    {
        using var model = SeqModel.Open(bundles.Endless);
        var whole = model.GenerateTokens([1, 2, 3]).Text.Split(' ');
        var stop = $"{whole[5]} {whole[6]}";
        var options = new GenerateOptions { StopTexts = ["no such text", stop] };

        var result = model.GenerateTokens([1, 2, 3], options);
        var pieces = await Collect(model.GenerateTokensStream([1, 2, 3], options));

        Assert.Equal(FinishReason.Stopped, result.Best.FinishReason);
        Assert.DoesNotContain(stop, result.Text);
        Assert.StartsWith(result.Text, string.Join(' ', whole), StringComparison.Ordinal);
        Assert.Equal(result.Text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(result.Best.Tokens.AsEnumerable(), pieces.SelectMany(piece => piece.Tokens));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stop_text_that_the_last_possible_token_completes_is_in_no_piece_and_no_text(int beam)
    {
        using var model = SeqModel.Open(bundles.Endless);
        var search = model.DefaultSearch with { BeamSize = beam, MaxLength = 7 };
        var whole = model.GenerateTokens([1, 2, 3], new() { Search = search });
        Assert.Equal(FinishReason.Length, whole.Best.FinishReason);
        var options = new GenerateOptions { Search = search, StopTexts = [whole.Text] }; // Which nothing shorter can complete.

        var result = model.GenerateTokens([1, 2, 3], options);
        var pieces = await Collect(model.GenerateTokensStream([1, 2, 3], options));

        Assert.Equal((FinishReason.Stopped, ""), (result.Best.FinishReason, result.Text));
        Assert.Equal(whole.Best.Tokens.AsEnumerable(), result.Best.Tokens);
        RowIndependenceTests.AssertSame(result, pieces[^1].Result!);
        Assert.Equal("", string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public void The_text_of_a_sample_that_another_begins_with_stays_its_own()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var pieces = new List<GenerationPiece>();
        var observer = new StreamObserver(model.TargetVocabulary, [], next: null, pieces.Add);
        var second = new StreamObserver(model.TargetVocabulary, ["t5 and more"], new StopAfter(1), pieces.Add);

        // Sample 0 is "t5", sample 1 "t5 t7", sample 2 nothing but the end token.
        observer.OnToken(new(0, 0, 0, 5, -1, null));
        observer.OnToken(new(0, 1, 0, 5, -1, null));
        observer.OnToken(new(0, 2, 0, Bundles.End, -1, FinishReason.EndToken));
        observer.OnToken(new(0, 0, 1, Bundles.End, -1, FinishReason.EndToken));
        observer.OnToken(new(0, 1, 1, 7, -1, FinishReason.Length));
        observer.Finish(new() { Hypotheses = [Sequence("t5 t7", [5, 7]), Sequence("t5", [5]), Sequence("", [])] });

        Assert.Equal("t5", string.Concat(pieces.Where(piece => piece.Sample == 0).SkipLast(1).Select(piece => piece.Text)));
        Assert.Equal("t5 t7", string.Concat(pieces.Where(piece => piece.Sample == 1).Select(piece => piece.Text)));
        Assert.DoesNotContain(pieces, piece => piece.Sample == 2);

        // What an observer of the caller's stops has not been told in full: its text may still be held back.
        pieces.Clear();
        second.OnToken(new(0, 0, 0, 5, -1, null));
        second.Finish(new() { Hypotheses = [Sequence("t5 t7", [5, 7]), Sequence("t5", [5])] });

        Assert.Equal("t5", string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public async Task Cancelling_ends_the_stream_and_the_model_goes_on()
    {
        using var model = SeqModel.Open(bundles.Endless);
        using var cancellation = new CancellationTokenSource();
        var options = new GenerateOptions { Search = model.DefaultSearch with { MaxLength = 50_000_000 } };
        var pieces = 0;

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in model.GenerateTokensStream([1, 2], options, cancellation.Token))
            {
                if (++pieces == 3)
                {
                    await cancellation.CancelAsync();
                }
            }
        });

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal(Bundles.MaxLength, model.GenerateTokens([1, 2]).Best.Length);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_ends_the_search()
    {
        var model = SeqModel.Open(bundles.Endless);
        var options = new GenerateOptions { Search = model.DefaultSearch with { MaxLength = 50_000_000 } };

        await foreach (var piece in model.GenerateTokensStream([1, 2], options))
        {
            Assert.NotEmpty(piece.Tokens);
            break;
        }

        // Waits for calls in progress: it would wait for minutes if the search went on.
        await model.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_was_held_back_comes_when_a_cancelled_request_keeps_partial_results()
    {
        using var model = SeqModel.Open(bundles.Endless);
        using var cancellation = new CancellationTokenSource();
        var text = model.GenerateTokens([1, 2]).Text.Split(' ');
        var observer = new CancelAt(cancellation, step: 6);
        // The end of what is there may be the beginning of the stop text, so the stream holds it back.
        var options = new GenerateOptions { StopTexts = [$"{text[6]} and no more"], Request = new() { KeepPartialResults = true, Observer = observer } };

        var pieces = await Collect(model.GenerateTokensStream([1, 2], options, cancellation.Token));

        var result = pieces[^1].Result!;
        Assert.Equal(FinishReason.Cancelled, result.Best.FinishReason);
        Assert.Equal(string.Join(' ', text.Take(7)), result.Text);
        Assert.Equal(result.Text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(result.Best.Tokens.AsEnumerable(), pieces.SelectMany(piece => piece.Tokens));
    }

    [Fact]
    public void Faults_of_the_caller_show_before_the_first_piece_is_read()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Throws<InvalidInputException>(() => model.GenerateStream(""));
        Assert.Throws<SearchOptionsException>(() => model.GenerateStream("s1", new() { Search = model.DefaultSearch with { MaxLength = 0 } }));
        Assert.Throws<SearchOptionsException>(() => model.GenerateStream("s1", new() { StopTexts = [""] }));
        Assert.Throws<SearchOptionsException>(() => model.GenerateStream("s1", new() { UnknownReplacement = new() }));
        Assert.Throws<InGraphOptionsException>(() => model.GenerateStream("s1", new() { InGraph = true }));
    }

    private static SearchOptions Search(SeqModel model, string search) => search switch
    {
        "sampled" => model.DefaultSearch with { Sampling = new() { Seed = 9, Temperature = 1.5f } },
        "three samples" => model.DefaultSearch with { Sampling = new() { Seed = 10, Temperature = 1.5f }, HypothesisCount = 3 },
        "alternatives" => model.DefaultSearch with { AlternativesAt = 0, HypothesisCount = Bundles.TargetVocabulary }, // The end token is one of them.
        "beam" => model.DefaultSearch with { BeamSize = 3, HypothesisCount = 2, LengthPenalty = LengthPenalty.Average },
        "beam of groups" => model.DefaultSearch with { BeamSize = 4, BeamGroups = 2, DiversityPenalty = 0.5 },
        _ => model.DefaultSearch,
    };

    private static async Task<List<GenerationPiece>> Collect(IAsyncEnumerable<GenerationPiece> stream)
    {
        var pieces = new List<GenerationPiece>();
        await foreach (var piece in stream)
        {
            pieces.Add(piece);
        }

        return pieces;
    }

    private static GeneratedSequence Sequence(string text, int[] tokens) => new()
    {
        Text = text, Tokens = [.. tokens], FinishReason = FinishReason.Length, LogProbability = -1, Score = -1,
    };

    private sealed class StopAfter(int tokens) : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token) => token.Step + 1 < tokens;
    }

    private sealed class CancelAt(CancellationTokenSource cancellation, int step) : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token)
        {
            if (token.Step == step)
            {
                cancellation.Cancel();
            }

            return true;
        }
    }
}
