using Seq.Decoding;
using Seq.Decoding.Processors;

namespace Seq.Runtime.Tests;

/// <summary>An input of a batch without a possible token fails by itself; a call for that input alone says so.</summary>
public sealed class DeadEndTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const int Failing = 3;

    public static TheoryData<string> Searches => ["greedy", "beam", "groups", "samples", "stochastic", "ensemble"];

    [Theory]
    [MemberData(nameof(Searches))]
    public void The_others_of_a_batch_get_their_results_whatever_the_cut(string kind)
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.CopyOf(bundles.Attention));
        var sources = Bundles.Sources(7, seed: 41);
        var options = Options(model, kind, kind == "ensemble" ? other : null);
        var failing = options with { Request = new() { Processors = [.. sources.Select((_, i) => i == Failing ? Dead : null)] } };
        var expected = model.GenerateTokensBatch(sources, options);

        foreach (var size in new[] { 1, 2, 64 })
        {
            var found = model.GenerateTokensBatch(sources, failing with { MaxBatchSize = size });
            for (var i = 0; i < sources.Length; i++)
            {
                if (i != Failing)
                {
                    RowIndependenceTests.AssertSame(expected[i], found[i]);
                    Assert.Null(found[i].Failure);
                    continue;
                }

                Assert.Empty(found[i].Hypotheses);
                Assert.Equal((Failing, 2), (found[i].Failure!.Input, found[i].Failure!.Step));
                Assert.NotEmpty(found[i].DeadEnds);
                Assert.All(found[i].DeadEnds, written => Assert.Equal((FinishReason.DeadEnd, "t3 t4"), (written.FinishReason, written.Text)));
                Assert.Throws<NoTokenPossibleException>(() => found[i].Text);
                Assert.Throws<NoTokenPossibleException>(() => found[i].RankByUtility());
                Assert.Contains("Failure = Every token", found[i].ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_call_for_the_input_alone_throws()
    {
        using var listener = new Listener("dead");
        using var model = SeqModel.Open(bundles.Attention, new() { Name = "dead" });
        var options = new GenerateOptions { Request = new() { Processors = [Dead] } };
        var search = model.DefaultSearch with { Processors = Dead };

        Assert.Equal((0, 2), At(Assert.Throws<NoTokenPossibleException>(() => model.Generate("s1 s2", options))));
        Assert.Equal((0, 2), At(Assert.Throws<NoTokenPossibleException>(() => model.GenerateTokens([1, 2], options))));
        Assert.Equal((0, 2), At(await Assert.ThrowsAsync<NoTokenPossibleException>(() => model.GenerateAsync("s1 s2", options))));
        Assert.Equal((0, 2), At(await Assert.ThrowsAsync<NoTokenPossibleException>(() => model.GenerateTokensAsync([1, 2], options))));
        Assert.Equal((0, 2), At(Assert.Throws<NoTokenPossibleException>(() => model.Score("s1 s2", "t3 t4 t5", search))));
        Assert.Equal((0, 2), At(await Assert.ThrowsAsync<NoTokenPossibleException>(() => model.ScoreAsync("s1 s2", "t3 t4 t5", search))));
        Assert.Equal((4, 4, 2), (listener.Sum("seq.errors", "generate"), listener.Sum("seq.dead_ends", "generate"), listener.Sum("seq.errors", "score")));
        Assert.Equal(0, listener.Sum("seq.sequences", "generate"));
        Assert.NotNull(model.Generate("s1 s2").Text); // The model serves on.

        static (int, int) At(NoTokenPossibleException error) => (error.Input, error.Step);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_tells_what_was_written_and_then_throws(int beam)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var options = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = beam }, Request = new() { Processors = [Dead] } };
        var told = new List<GenerationPiece>();

        await Assert.ThrowsAsync<NoTokenPossibleException>(async () =>
        {
            await foreach (var piece in model.GenerateStream("s1 s2", options))
            {
                told.Add(piece);
            }
        });

        Assert.Equal("t3 t4", string.Concat(told.Select(piece => piece.Text)));
        Assert.All(told, piece => Assert.Null(piece.Result));
    }

    [Fact]
    public async Task Samples_that_met_a_dead_end_are_told_in_full_and_stand_apart()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var search = model.DefaultSearch with { HypothesisCount = 20, Sampling = new() { Temperature = 3f, Seed = 2 }, Processors = [new DeadAfter(3)] };
        var expected = model.Generate("s1 s2 s3", new() { Search = search });
        var pieces = new List<GenerationPiece>();
        await foreach (var piece in model.GenerateStream("s1 s2 s3", new() { Search = search }))
        {
            pieces.Add(piece);
        }

        Assert.True(expected is { Hypotheses.Length: > 2, DeadEnds.Length: > 2 });
        Assert.All(expected.Hypotheses, sequence => Assert.DoesNotContain(3, sequence.Tokens.SkipLast(sequence.FinishReason == FinishReason.Length ? 1 : 0)));
        Assert.All(expected.DeadEnds, sequence => Assert.Equal(3, sequence.Tokens[^1]));
        var texts = pieces.GroupBy(piece => piece.Sample).Select(sample => string.Concat(sample.Select(piece => piece.Text))).Where(text => text != "");
        Assert.Equal(
            expected.Hypotheses.Concat(expected.DeadEnds).Select(sequence => sequence.Text).Where(text => text != "").Order(StringComparer.Ordinal),
            texts.Order(StringComparer.Ordinal));
        RowIndependenceTests.AssertSame(expected, pieces[^1].Result!);
    }

    private static ILogitsProcessor[] Dead => [new ForcedPrefix([3, 4]), new DeadAfter(4)];

    private static GenerateOptions Options(SeqModel model, string kind, SeqModel? other) => new()
    {
        Search = kind switch
        {
            "beam" => model.DefaultSearch with { BeamSize = 4, HypothesisCount = 2 },
            "groups" => model.DefaultSearch with { BeamSize = 4, BeamGroups = 2, DiversityPenalty = 0.5, HypothesisCount = 4 },
            "samples" => model.DefaultSearch with { HypothesisCount = 3, Sampling = new() { Seed = 4 } },
            "stochastic" => model.DefaultSearch with { BeamSize = 3, HypothesisCount = 3, StochasticBeam = new() { Seed = 4 } },
            _ => model.DefaultSearch with { BeamSize = 1 },
        },
        Composition = other is null ? null : new() { Ensemble = [other] },
    };

    /// <summary>Forbids everything once a token is there.</summary>
    private sealed class DeadAfter(int token) : ILogitsProcessor
    {
        public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
        {
            if (prefix.Contains(token))
            {
                logits.Fill(float.NegativeInfinity);
            }
        }
    }
}
