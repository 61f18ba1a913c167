using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Beam search and sampling by the graphs of a bundle against the same searches of the host.</summary>
public sealed class InGraphTests(Bundles bundles) : IClassFixture<Bundles>
{
    // Two float32 computations of one network, and sums of up to 24 log-probabilities that the graph rounds to float32.
    private const double Tolerance = 2e-5;

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void Both_searches_give_what_the_host_gives(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = Open(Bundles.Describe(cell, attention, context, layers, bidirectional));
        var sources = Bundles.Sources(30, seed: 1);
        var search = model.DefaultSearch;
        foreach (var options in new SearchOptions[]
        {
            search with { BeamSize = 4, HypothesisCount = 3, LengthPenalty = LengthPenalty.Gnmt(0.5) },
            search with { BeamSize = 4, HypothesisCount = 2, LengthPenalty = LengthPenalty.Average, MinLength = 2 },
            search with { BeamSize = 4 },
            search with { Sampling = new() { Seed = ulong.MaxValue - 6, TopK = 7, Temperature = 0.7f }, MinLength = 1 },
            search with { Sampling = new() { TopP = 0.9f, MinP = 0.01f }, HypothesisCount = 4, LengthPenalty = LengthPenalty.Average },
            search with { Sampling = new() },
        })
        {
            Equal(model.GenerateTokensBatch(sources, new() { Search = options }), model.GenerateTokensBatch(sources, new() { Search = options, InGraph = true }));
        }
    }

    [Fact]
    public void Row_keys_travel_with_their_inputs_however_the_batch_is_cut()
    {
        using var model = Open(Bundles.Describe(CellKind.Gru));
        var sources = Bundles.Sources(20, seed: 2);
        var options = new GenerateOptions
        {
            Search = model.DefaultSearch with { Sampling = new() { Seed = 3 }, HypothesisCount = 2 },
            Request = new() { RowKeys = [.. Enumerable.Range(0, 20).Select(i => (uint)(1000 - (7 * i)))] },
        };
        var expected = model.GenerateTokensBatch(sources, options);

        Equal(expected, model.GenerateTokensBatch(sources, options with { InGraph = true }));
        Equal(expected, model.GenerateTokensBatch(sources, options with { InGraph = true, MaxBatchSize = 3 }));
    }

    [Fact]
    public void What_is_no_number_is_no_result()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.Describe(CellKind.Lstm, AttentionScore.Additive), seed: 5, scale: 1e38f)); // Its products overflow.

        Assert.Throws<InvalidLogitsException>(() => model.GenerateTokens([1, 2, 3]));
        Assert.Contains("whose log-probability is NaN", Assert.Throws<InferenceException>(() => model.GenerateTokens([1, 2, 3], new() { InGraph = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_without_the_graph_says_how_to_get_it()
    {
        using var model = SeqModel.Open(bundles.Attention);

        var beam = Assert.Throws<InGraphOptionsException>(
            () => model.GenerateTokens([1], new() { InGraph = true, Search = model.DefaultSearch with { BeamSize = 4 } }));
        var sample = Assert.Throws<InGraphOptionsException>(
            () => model.GenerateTokens([1], new() { InGraph = true, Search = model.DefaultSearch with { Sampling = new() } }));

        Assert.Equal("generate-beam", beam.Graph);
        Assert.Contains("ExportOptions.BeamGraph", Assert.Single(beam.Problems));
        Assert.Equal("generate-sample", sample.Graph);
        Assert.Contains("ExportOptions.SampleGraph", Assert.Single(sample.Problems));
    }

    [Fact]
    public void What_the_beam_graph_cannot_do_is_refused_with_every_reason()
    {
        using var model = Open(Bundles.Describe(CellKind.Gru));
        var options = new GenerateOptions
        {
            InGraph = true,
            Search = model.DefaultSearch with
            {
                BeamSize = 5,
                HypothesisCount = 4,
                EarlyStopping = EarlyStopping.Heuristic,
                EndTokens = [2],
                Processors = [new SuppressTokens([3])],
            },
            Request = new() { RowKeys = [5], KeepPartialResults = true },
        };

        var exception = Assert.Throws<InGraphOptionsException>(() => model.GenerateTokens([1], options));

        Assert.Equal(7, exception.Problems.Count);
        Assert.Contains("a beam of 4", exception.Message);
        Assert.Contains("returns 3", exception.Message);
    }

    [Fact]
    public void An_option_that_only_the_host_knows_is_not_ignored()
    {
        using var model = Open(Bundles.Describe(CellKind.Gru));
        void Refuses(SearchOptions search, DecodingRequest? request = null) => Assert.Contains(
            "only the host knows",
            Assert.Single(Assert.Throws<InGraphOptionsException>(
                () => model.GenerateTokens([1], new() { InGraph = true, Search = search, Request = request ?? DecodingRequest.Default })).Problems));
        var search = model.DefaultSearch;

        Refuses(search with { BeamSize = 4, BeamGroups = 2, DiversityPenalty = 0.5 });
        Refuses(search with { Sampling = new() { TypicalP = 0.5f } });
    }

    [Fact]
    public void What_the_sample_graph_cannot_do_is_refused_with_every_reason()
    {
        using var model = Open(Bundles.Describe(CellKind.Gru));
        var options = new GenerateOptions
        {
            InGraph = true,
            Search = model.DefaultSearch with { MaxLength = 1_000_001, Sampling = new(), Processors = [new SuppressTokens([3])] },
            Request = new() { MaxLengths = [5] },
        };

        var exception = Assert.Throws<InGraphOptionsException>(() => model.GenerateTokens([1], options));

        Assert.Equal(3, exception.Problems.Count);
    }

    [Theory]
    [InlineData(CellKind.Gru, AttentionScore.Dot)]
    [InlineData(CellKind.Lstm, null)]
    public void A_graph_with_all_search_inputs_follows_end_token_and_penalties(CellKind cell, AttentionScore? attention)
    {
        using var model = Open(Bundles.Describe(cell, attention), allInputs: true);
        var sources = Bundles.Sources(20, seed: 3);
        var search = model.DefaultSearch with
        {
            EndTokens = [4], MinLength = 2, Processors = [new RepetitionPenalty(1.2f), new FrequencyPenalty(0.4f), new PresencePenalty(0.1f)],
        };
        foreach (var options in new SearchOptions[]
        {
            search,
            model.DefaultSearch,
            search with { EndTokens = [], MinLength = 0, MaxLength = 7 },
            search with { BeamSize = 4, HypothesisCount = 3, CoveragePenalty = CoveragePenalty.Wu(attention is null ? 0 : 0.2), LengthPenalty = LengthPenalty.Gnmt(0.6) },
            search with { Sampling = new() { Seed = 4, TopK = 6 } },
        })
        {
            Equal(
                model.GenerateTokensBatch(sources, new() { Search = options }), model.GenerateTokensBatch(sources, new() { Search = options, InGraph = true }),
                options is { BeamSize: 1, Sampling: null });
        }

        var greedy = model.Graphs.GenerateGreedy(new long[,] { { 3, 5 } }, [2]);
        Assert.Equal(model.GenerateTokens([3, 5]).Best.Tokens.Select(token => (long)token), greedy.Tokens.Cast<long>().Take((int)greedy.Lengths[0]));
    }

    [Fact]
    public void What_even_all_search_inputs_cannot_say_is_refused_and_without_them_the_cure_is_named()
    {
        using var with = Open(Bundles.Describe(CellKind.Gru, AttentionScore.Dot), allInputs: true);
        using var without = Open(Bundles.Describe(CellKind.Gru, AttentionScore.Dot));
        string Problem(SeqModel model, SearchOptions search) => Assert.Single(Assert.Throws<InGraphOptionsException>(
            () => model.GenerateTokens([1], new() { InGraph = true, Search = search })).Problems);
        var search = with.DefaultSearch;

        Assert.Contains("RepetitionPenalty first", Problem(with, search with { Processors = [new PresencePenalty(1), new RepetitionPenalty(2)] }));
        Assert.Contains("RepetitionPenalty first", Problem(with, search with { Processors = [new PresencePenalty(1), new PresencePenalty(1)] }));
        Assert.Contains("2 end tokens", Problem(with, search with { EndTokens = [1, 2] }));
        Assert.Contains("knows CoveragePenalty.Wu", Problem(with, search with { BeamSize = 4, CoveragePenalty = CoveragePenalty.Summary(1) }));
        foreach (var options in new[]
        {
            search with { MinLength = 2 }, search with { Processors = [new PresencePenalty(1)] }, search with { BeamSize = 4, CoveragePenalty = CoveragePenalty.Wu(1) },
        })
        {
            Assert.Contains("--all-search-inputs", Problem(without, options));
        }
    }

    private static void Equal(IReadOnlyList<Generation> host, IReadOnlyList<Generation> graph, bool totalsOnly = false)
    {
        Assert.Equal(host.Count, graph.Count);
        foreach (var (expected, found) in host.Zip(graph))
        {
            Assert.Equal(expected.Hypotheses.Length, found.Hypotheses.Length);
            foreach (var (left, right) in expected.Hypotheses.Zip(found.Hypotheses))
            {
                Assert.Equal(left.Tokens.AsEnumerable(), right.Tokens);
                Assert.Equal((left.EndToken, left.FinishReason, left.Text), (right.EndToken, right.FinishReason, right.Text));
                Assert.Equal(left.LogProbability, right.LogProbability, Near);
                Assert.Equal(left.Score, right.Score, Near);
                Assert.Equal(left.LengthDivisor, right.LengthDivisor, Near);
                Assert.Equal(left.CoverageTerm, right.CoverageTerm, Near);
                if (!totalsOnly)
                {
                    Assert.Equal(left.TokenLogProbabilities.AsEnumerable(), right.TokenLogProbabilities, Near);
                }
            }
        }
    }

    private static bool Near(double left, double right) => Math.Abs(left - right) <= Tolerance * Math.Max(1, Math.Abs(left) / 20);

    private SeqModel Open(EncoderDecoderDescription description, bool allInputs = false)
    {
        var path = bundles.NewPath();
        bundles.ExportTo(path, description, searches: true, allInputs: allInputs);
        return SeqModel.Open(path);
    }
}
