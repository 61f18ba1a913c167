using Seq.Decoding.Composition;
using Seq.Decoding.Sessions;

namespace Seq.Decoding.Tests.Composition;

/// <summary>A model of three tokens (end 1, unknown 2) over sources with the words 3 and 4 that it does not know.</summary>
public sealed class CopyingModelTests
{
    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [1], MaxLength = 4 };

    [Fact]
    public void Probabilities_are_those_of_the_paper()
    {
        var logits = Copying([3, 0, 3, 4]).Step([0], CancellationToken.None).ToArray();

        // p_gen 0.6 over p = 1/2 1/4 1/4, and 0.4 over attention 0.1 0.2 0.3 0.4 to 3 0 3 4.
        Assert.Equal([0.3 + 0.08, 0.15, 0.15, 0.16, 0.16], logits.Select(logit => Math.Exp(logit)), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_copied_word_is_fed_back_as_unknown()
    {
        var pointer = new Pointer();
        var options = Options with { Processors = [new Decoding.Processors.ForcedPrefix([4, 3, 0])] };
        new Decoder(options).Decode(new CopyingModel(pointer, [[3, 0, 3, 4]], 5, unknownToken: 2));

        Assert.Equal([0, 2, 2, 0], pointer.Fed);
    }

    [Fact]
    public void Rows_keep_the_source_of_their_input_through_a_beam_and_a_snapshot()
    {
        var options = Options with { BeamSize = 3, HypothesisCount = 3, EndTokens = [] };
        int[][] sources = [[3, 3, 3, 3], [4, 4, 4, 4]];
        var results = new Decoder(options).Decode(new CopyingModel(new Pointer(2), sources, 5, 2));

        Assert.DoesNotContain(4, results[0].Hypotheses.SelectMany(hypothesis => hypothesis.Tokens));
        Assert.DoesNotContain(3, results[1].Hypotheses.SelectMany(hypothesis => hypothesis.Tokens));
        Assert.Contains(4, results[1].Best.Tokens);

        var session = new DecodingSession(new CopyingModel(new Pointer(2), sources, 5, 2), options);
        session.Next();
        session = session.Fork(new CopyingModel(new Pointer(2), [[0, 0, 0, 0], [0, 0, 0, 0]], 5, 2)); // Its sources are replaced.
        while (session.Next())
        {
        }

        Assert.Equal(results.ToArray(), session.Results().ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => Copying([5, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => new CopyingModel(new Pointer(), [[0], [0]], 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyingModel(new Pointer(), [[0]], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyingModel(new Pointer(), [[0]], 5, 3));
        Assert.Equal(
            "Row 0 looks at 4 source positions, but its source has 2 tokens.",
            Assert.Throws<StepModelException>(() => Copying([3, 4]).Step([0], CancellationToken.None).Length).Message);
    }

    private static CopyingModel Copying(int[] source) => new(new Pointer(), [source], 5, unknownToken: 2);

    private sealed class Pointer(int inputs = 1) : ICopyModel, ISnapshotModel
    {
        public int VocabularySize => 3;

        public int Rows { get; private set; } = inputs;

        public bool HasAttention => true;

        public bool CanSaveRows => true;

        internal List<int> Fed { get; } = [];

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            Fed.AddRange(tokens);
            return Enumerable.Repeat(new[] { MathF.Log(2), 0f, 0f }, Rows).SelectMany(row => row).ToArray();
        }

        public void Reorder(ReadOnlySpan<int> parents) => Rows = parents.Length;

        public ReadOnlySpan<float> Attention(int row) => new[] { 0.1f, 0.2f, 0.3f, 0.4f };

        public float GenerationProbability(int row) => 0.6f;

        public RowState SaveRow(int row) => new([]);

        public void LoadRows(IReadOnlyList<RowState> rows) => Rows = rows.Count;
    }
}
