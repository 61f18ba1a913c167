using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>What a row gets does not depend on the rows around it: tokens are equal, and with LSTM and GRU scores are too, bit for bit.</summary>
public sealed class RowIndependenceTests(Bundles bundles) : IClassFixture<Bundles>
{
    // ONNX Runtime multiplies a single row by another kernel in its RNN operator (Elman cells), not in LSTM and GRU. With random weights
    // as large as these the last bit grows from step to step.
    private const double ElmanTolerance = 1e-3;

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void A_source_alone_gets_what_it_gets_in_a_ragged_batch(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(cell, attention, context, layers, bidirectional)));
        var sources = Bundles.Sources(100, seed: 6);

        var together = model.GenerateTokensBatch(sources);

        for (var i = 0; i < sources.Length; i++)
        {
            AssertSame(model.GenerateTokens(sources[i]), together[i], cell is CellKind.Lstm or CellKind.Gru ? 0 : ElmanTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Bundles.Kinds), MemberType = typeof(Bundles))]
    public void The_order_of_a_batch_changes_no_result(CellKind cell, AttentionScore? attention, bool context, int layers, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(cell, attention, context, layers, bidirectional)));
        var sources = Bundles.Sources(19, seed: 7);
        var order = Enumerable.Range(0, 19).ToArray();
        new Random(8).Shuffle(order);

        var straight = model.GenerateTokensBatch(sources);
        var shuffled = model.GenerateTokensBatch([.. order.Select(i => sources[i])]);

        for (var i = 0; i < order.Length; i++)
        {
            AssertSame(straight[order[i]], shuffled[i], cell is CellKind.Lstm or CellKind.Gru ? 0 : ElmanTolerance);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Cutting_a_batch_changes_no_result(int maxBatchSize)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(30, seed: 9);
        SearchOptions[] searches =
        [
            model.DefaultSearch,
            model.DefaultSearch with { BeamSize = 3, HypothesisCount = 3, LengthPenalty = LengthPenalty.Average },
            model.DefaultSearch with { Sampling = new() { Seed = 5, Temperature = 1.5f }, HypothesisCount = 2 },
        ];

        foreach (var search in searches)
        {
            var whole = model.GenerateTokensBatch(sources, new() { Search = search, MaxBatchSize = 1000 });
            var cut = model.GenerateTokensBatch(sources, new() { Search = search, MaxBatchSize = maxBatchSize });

            for (var i = 0; i < sources.Length; i++)
            {
                AssertSame(whole[i], cut[i]);
            }
        }
    }

    [Fact]
    public void Lists_of_a_request_follow_their_inputs_through_a_cut()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(12, seed: 10);
        var lengths = Enumerable.Range(0, 12).Select(i => (i % 4) + 1).ToArray();

        var results = model.GenerateTokensBatch(sources, new() { Request = new() { MaxLengths = lengths }, MaxBatchSize = 5 });

        for (var i = 0; i < sources.Length; i++)
        {
            Assert.InRange(results[i].Best.Length, 1, lengths[i]);
            AssertSame(model.GenerateTokens(sources[i], new() { Search = model.DefaultSearch with { MaxLength = lengths[i] } }), results[i]);
        }
    }

    [Fact]
    public void An_observer_hears_of_inputs_by_their_place_in_the_whole_batch()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(12, seed: 11);
        var observer = new Recorder();

        var results = model.GenerateTokensBatch(sources, new() { Request = new() { Observer = observer }, MaxBatchSize = 5 });

        for (var i = 0; i < sources.Length; i++)
        {
            int[] expected = [.. results[i].Best.Tokens, .. results[i].Best.EndToken is { } end ? [end] : Array.Empty<int>()];
            Assert.Equal(expected, observer.Tokens[i]);
        }
    }

    [Fact]
    public void Padding_ids_reach_no_result()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var (ids, lengths) = BundleGraphs.Pad(Bundles.Sources(6, seed: 12));
        var padded = new long[6, ids.GetLength(1)];
        for (var row = 0; row < 6; row++)
        {
            for (var i = 0; i < padded.GetLength(1); i++)
            {
                padded[row, i] = i < lengths[row] ? ids[row, i] : (row + i) % Bundles.SourceVocabulary;
            }
        }

        var target = new long[6, 3];

        Assert.Equal(model.Graphs.StepLogits(ids, lengths, target), model.Graphs.StepLogits(padded, lengths, target));
        Assert.Equal(model.Graphs.Score(ids, lengths, target).Logits, model.Graphs.Score(padded, lengths, target).Logits);
        Assert.Equal(model.Graphs.GenerateGreedy(ids, lengths).Tokens, model.Graphs.GenerateGreedy(padded, lengths).Tokens);
    }

    internal static void AssertSame(Generation expected, Generation actual, double tolerance = 0)
    {
        Assert.Equal(expected.Hypotheses.Length, actual.Hypotheses.Length);
        foreach (var (left, right) in expected.Hypotheses.Zip(actual.Hypotheses))
        {
            Assert.Equal(left.Tokens.AsEnumerable(), right.Tokens);
            Assert.Equal(left.FinishReason, right.FinishReason);
            Assert.Equal(left.TokenLogProbabilities.AsEnumerable(), right.TokenLogProbabilities, (one, other) => Math.Abs(one - other) <= tolerance);
            Assert.InRange(Math.Abs(left.Score - right.Score), 0, tolerance * Bundles.MaxLength);
            Assert.Equal(left.Text, right.Text);
        }
    }

    private sealed class Recorder : IDecodingObserver
    {
        internal Dictionary<int, List<int>> Tokens { get; } = [];

        public bool OnToken(in AcceptedToken token)
        {
            if (!Tokens.TryGetValue(token.Input, out var tokens))
            {
                Tokens[token.Input] = tokens = [];
            }

            tokens.Add(token.Token);
            return true;
        }
    }
}
