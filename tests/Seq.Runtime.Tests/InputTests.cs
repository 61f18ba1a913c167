using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>What cannot be an input is refused before native code sees it, and by name.</summary>
public sealed class InputTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public void An_empty_batch_is_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Contains("at least one source", Assert.Throws<InvalidInputException>(() => model.GenerateBatch([])).Message);
        Assert.Throws<InvalidInputException>(() => model.GenerateTokensBatch([]));
        Assert.Throws<InvalidInputException>(() => model.ScoreBatch([]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_text_without_tokens_is_refused_by_its_place(bool inGraph)
    {
        using var model = SeqModel.Open(bundles.Attention);

        var exception = Assert.Throws<InvalidInputException>(() => model.GenerateBatch(["s1", "s2", "  "], new() { InGraph = inGraph }));

        Assert.Equal(2, exception.Input);
        Assert.Contains("Source 2 has no tokens", exception.Message);
        Assert.Throws<InvalidInputException>(() => model.Score("", "t2"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Bundles.SourceVocabulary)]
    [InlineData(int.MaxValue)]
    public void An_id_outside_the_vocabulary_is_refused_by_its_place(int id)
    {
        using var model = SeqModel.Open(bundles.Attention);

        var exception = Assert.Throws<InvalidInputException>(() => model.GenerateTokensBatch([[1], [2, id]]));

        Assert.Equal(1, exception.Input);
        Assert.Contains($"Token 2 of source 1 is {id}", exception.Message);
        Assert.Contains("0 to 10", exception.Message);
    }

    [Fact]
    public void An_unknown_word_and_a_null_are_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Contains("'x'", Assert.Throws<VocabularyException>(() => model.Generate("s1 x")).Message);
        Assert.Equal(1, Assert.Throws<InvalidInputException>(() => model.GenerateBatch(["s1", null!])).Input);
        Assert.Equal(0, Assert.Throws<InvalidInputException>(() => model.GenerateTokensBatch([null!])).Input);
        Assert.Throws<ArgumentNullException>(() => model.GenerateBatch(null!));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Throws<InvalidInputException>(() => model.Generate("s1", new() { MaxBatchSize = 0 }));
        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { Search = model.DefaultSearch with { BeamSize = 0 } }));
        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { Search = model.DefaultSearch with { StartToken = 99 } }));
        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { InGraph = true, Search = model.DefaultSearch with { MaxLength = 0 } }));
        var lists = new GenerateOptions { Request = new() { MaxLengths = [1, 2, 3] } };
        Assert.Contains("3 entries for 1", Assert.Throws<DecodingRequestException>(() => model.Generate("s1", lists)).Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void A_rectangle_without_rows_or_columns_is_refused(int rows, int width)
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Throws<InvalidInputException>(() => model.Graphs.GenerateGreedy(new long[rows, width], new long[rows]));
        Assert.Throws<InvalidInputException>(() => model.Graphs.Score(new long[rows, width], new long[rows], new long[rows, 1]));
        Assert.Throws<InvalidInputException>(() => model.Graphs.StepLogits(new long[rows, width], new long[rows], new long[rows, 1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public void A_length_outside_the_rectangle_is_refused(long length)
    {
        using var model = SeqModel.Open(bundles.Attention);

        var exception = Assert.Throws<InvalidInputException>(() => model.Graphs.Score(new long[2, 3], [3, length], new long[2, 1]));

        Assert.Equal(1, exception.Input);
        Assert.Throws<InvalidInputException>(() => model.Graphs.GenerateGreedy(new long[2, 3], [3, length]));
        Assert.Throws<InvalidInputException>(() => model.Graphs.StepLogits(new long[2, 3], [3, length], new long[2, 1]));
    }

    [Fact]
    public void Rows_that_do_not_match_are_refused()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.Throws<InvalidInputException>(() => model.Graphs.GenerateGreedy(new long[2, 3], [3]));
        Assert.Throws<InvalidInputException>(() => model.Graphs.Score(new long[2, 3], [3, 3], new long[1, 1]));
        Assert.Throws<InvalidInputException>(() => model.Graphs.Score(new long[2, 3], [3, 3], new long[2, 0]));
        Assert.Throws<InvalidInputException>(() => model.Graphs.Score(new long[2, 3], [3, 3], new long[,] { { 0 }, { Bundles.TargetVocabulary } }));
        Assert.Throws<InvalidInputException>(() => model.Graphs.GenerateGreedy(new long[1, 1], [1], maxLength: 0));
    }

    [Theory]
    [InlineData(-1, -4)]
    [InlineData(4, 0)]
    [InlineData(2, 3)]
    [InlineData(1L << 62, 5)]
    public void A_shape_that_does_not_hold_the_numbers_is_refused(long rows, long width)
    {
        // No other input fixes a size, so that the shape alone must be found wrong.
        var entry = new GraphEntry
        {
            File = "score.onnx", Opset = 18, Inputs = [new(GraphNames.Source, GraphType.Int64, ["batch", "source"])], Outputs = [],
        };

        Assert.Throws<InvalidInputException>(() => BundleGraphs.CheckInputs(entry, Inputs(rows, width)));
        BundleGraphs.CheckInputs(entry, Inputs(2, 2));

        static Dictionary<string, GraphTensor> Inputs(long rows, long width) => new() { [GraphNames.Source] = new([rows, width], new long[4]) };
    }

    [Fact]
    public void Ragged_rows_are_padded_to_a_rectangle()
    {
        var (ids, lengths) = BundleGraphs.Pad([[5], [6, 7, 8], [9, 10]]);

        Assert.Equal(new long[,] { { 5, 0, 0 }, { 6, 7, 8 }, { 9, 10, 0 } }, ids);
        Assert.Equal([1, 3, 2], lengths);
    }

    [Fact]
    public void A_fault_in_one_input_of_a_large_batch_is_told_by_its_place_in_the_whole()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(7, seed: 31);
        IReadOnlyList<ILogitsProcessor>?[] rules = new IReadOnlyList<ILogitsProcessor>?[7];
        rules[5] = [new SuppressTokens(Enumerable.Range(0, Bundles.TargetVocabulary))];
        var targets = sources.Select((source, i) => ((IReadOnlyList<int>)source, new ScoringTarget([1], null) { Processors = rules[i] })).ToArray();

        var generated = model.GenerateTokensBatch(sources, new() { Request = new() { Processors = rules }, MaxBatchSize = 2 });
        var scored = model.ScoreTokensBatch(targets, new() { MaxBatchSize = 2 });

        Assert.Equal(5, Assert.Single(generated, generation => generation.Failure is not null).Failure!.Input);
        Assert.Equal(5, Assert.Throws<NoTokenPossibleException>(() => generated[5].Best).Input);
        Assert.Equal(5, Assert.Single(scored, score => score.Failure is not null).Failure!.Input);
        rules[5] = [new ToNaN()];
        Assert.Equal(5, Assert.Throws<InvalidLogitsException>(() => model.GenerateTokensBatch(sources, new() { Request = new() { Processors = rules }, MaxBatchSize = 2 })).Input);
    }

    [Fact]
    public void A_request_is_checked_as_a_whole_before_any_part_is_decoded()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(5, seed: 32);
        var seen = new Counting();
        var request = new DecodingRequest { MaxLengths = [4, 4, 4, 0, 4], Processors = [null, null, null, [new ForcedPrefix([99])], null], Observer = seen };
        var targets = sources.Select((source, i) => ((IReadOnlyList<int>)source, new ScoringTarget([i == 3 ? 99 : 1], null))).ToArray();

        var error = Assert.Throws<DecodingRequestException>(() => model.GenerateTokensBatch(sources, new() { Request = request, MaxBatchSize = 1 }));
        var scored = Assert.Throws<DecodingRequestException>(() => model.ScoreTokensBatch(targets, new() { MaxBatchSize = 1 }));
        Assert.Throws<DecodingRequestException>(() => model.GenerateTokensBatch(sources, new() { Request = null! }));

        Assert.Contains("MaxLengths[3] is 0", error.Problems[0], StringComparison.Ordinal);
        Assert.Contains("Processors[3]: ForcedPrefix names token 99", error.Problems[1], StringComparison.Ordinal);
        Assert.StartsWith("Target 3 has token 99", Assert.Single(scored.Problems), StringComparison.Ordinal);
        Assert.Equal(0, seen.Tokens);
    }

    [Fact]
    public void A_text_that_the_vocabulary_cannot_say_is_named_in_a_batch()
    {
        using var model = SeqModel.Open(bundles.Attention);

        var error = Assert.Throws<VocabularyException>(() => model.GenerateBatch(["s1", "s2", "s1 zzz"]));

        Assert.StartsWith("Source 2 of the batch: ", error.Message, StringComparison.Ordinal);
    }

    private sealed class ToNaN : ILogitsProcessor
    {
        public void Apply(ReadOnlySpan<int> prefix, Span<float> logits) => logits[1] = float.NaN;
    }

    private sealed class Counting : IDecodingObserver
    {
        internal int Tokens { get; private set; }

        public bool OnToken(in AcceptedToken token)
        {
            Tokens++;
            return true;
        }
    }
}
