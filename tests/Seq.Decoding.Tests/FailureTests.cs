using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class FailureTests
{
    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [], MaxLength = 6 };

    public static TheoryData<SearchOptions> Searches { get; } = [Greedy, Greedy with { BeamSize = 2 }, Greedy with { Sampling = new() { TopK = 2 } }];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_logit_that_is_no_number_is_named_with_its_place(SearchOptions options)
    {
        var error = Assert.Throws<InvalidLogitsException>(() => new Decoder(options).Decode(new BrokenModel(atStep: 2, float.NaN)));

        Assert.Equal((1, 2, 3, float.NaN), (error.Input, error.Step, error.Token, error.Value));
        Assert.StartsWith("The logit of token 3 is NaN at step 2, input 1 (row ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void An_infinite_logit_is_named_with_its_place(SearchOptions options)
    {
        var error = Assert.Throws<InvalidLogitsException>(() => new Decoder(options).Decode(new BrokenModel(atStep: 0, float.PositiveInfinity)));

        Assert.Equal((1, 1, 0, 3), (error.Input, error.Row, error.Step, error.Token));
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void To_ask_for_the_best_is_an_error_when_every_token_is_suppressed(SearchOptions options)
    {
        var decoder = new Decoder(options with { Processors = [new NoRepeatNGram(1)] });
        var results = decoder.Decode(new FixedModel([0f, 0f, 0f], inputs: 2));

        var error = Assert.Throws<NoTokenPossibleException>(() => results[0].Best);

        Assert.Equal((0, 3), (error.Input, error.Step));
        Assert.Contains("Every token is impossible at step 3 of input 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scorer_reports_the_same_faults()
    {
        var targets = new ScoringTarget[] { new([0, 0, 0], null), new([0, 0, 0], null) };

        Assert.Throws<InvalidLogitsException>(() => new Scorer(Greedy).Score(new BrokenModel(2, float.NaN), targets));
        Assert.NotNull(new Scorer(Greedy with { Processors = [new SuppressTokens([0, 1])] }).Score(new FixedModel([0f, 0f], inputs: 2), targets)[1].Failure);
    }

    [Fact]
    public void A_beam_that_dies_out_returns_what_has_ended()
    {
        var options = Greedy with { EndTokens = [2], BeamSize = 3, HypothesisCount = 3, Processors = [new NoRepeatNGram(1)] };
        var result = new Decoder(options).Decode(new FixedModel([0f, 0f, -1f]))[0];

        // Without repetition the only sequences are those that end: 2 · 0 2 · 1 2 · 0 1 2 · 1 0 2. The last two are certain to end
        // and have p = 0.42 · 0.73 each, the first has 0.16.
        Assert.All(result.Hypotheses, hypothesis => Assert.Equal(FinishReason.EndToken, hypothesis.FinishReason));
        Assert.Equal(["0 1", "1 0", ""], result.Hypotheses.Select(hypothesis => string.Join(' ', hypothesis.Tokens)));
    }

    [Theory]
    [InlineData(1, 1, "Step returned 1 logits where 1 rows of 2 make 2: it must return [rows, vocabulary] and nothing else.")]
    [InlineData(2, 2, "The step model has 2 rows where the search expects 1: after Reorder, Rows must be the number of parents.")]
    public void A_model_that_breaks_its_contract_is_told_so(int logits, int rowsAfterFirstCall, string message)
    {
        var model = new ContractBreaker(logits, rowsAfterFirstCall);

        Assert.Equal(message, Assert.Throws<StepModelException>(() => new Decoder(Greedy).Decode(model)).Message);
    }

    [Fact]
    public void A_decoder_at_work_refuses_a_second_call_and_is_free_again_after_a_failure()
    {
        var decoder = new Decoder(Greedy);
        var nested = new RecordingObserver(_ =>
        {
            decoder.Decode(new FixedModel([0f, 0f]));
            return true;
        });

        Assert.Throws<InvalidOperationException>(() => decoder.Decode(new FixedModel([0f, 0f]), new DecodingRequest { Observer = nested }));
        Assert.Equal(6, decoder.Decode(new FixedModel([0f, 0f]))[0].Best.Length);
    }

    /// <summary>Two inputs; from a certain step on, token 3 of every row of the second is broken.</summary>
    private sealed class BrokenModel(int atStep, float value) : IStepModel
    {
        private int[] _inputs = [0, 1];
        private int _step;

        public int VocabularySize => 5;

        public int Rows => _inputs.Length;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            var logits = new float[Rows * VocabularySize];
            for (var row = 0; row < Rows; row++)
            {
                logits[(row * VocabularySize) + 3] = _inputs[row] == 1 && _step >= atStep ? value : 0f;
            }

            _step++;
            return logits;
        }

        public void Reorder(ReadOnlySpan<int> parents) => _inputs = [.. parents.ToArray().Select(parent => _inputs[parent])];
    }

    private sealed class ContractBreaker(int logits, int rowsAfterFirstCall) : IStepModel
    {
        private int _calls;

        public int VocabularySize => 2;

        public int Rows => _calls == 0 ? 1 : rowsAfterFirstCall;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            _calls++;
            return new float[logits];
        }

        public void Reorder(ReadOnlySpan<int> parents) => _calls++;
    }
}
