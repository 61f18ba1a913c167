using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

public sealed class BeamSearchTests
{
    private static readonly SearchOptions Options = new() { StartToken = TableModel.Start, EndTokens = [TableModel.End], MaxLength = 4 };

    // Greedy takes `a` (0.6) into a coin toss: 0.6 · 0.5 = 0.30. Through `b` it is 0.4 · 0.9 = 0.36.
    private static readonly Dictionary<string, (string, double)[]> Trap = new()
    {
        [""] = [("a", 0.6), ("b", 0.4)],
        ["a"] = [("c", 0.5), ("d", 0.5)],
        ["b"] = [("c", 0.9), ("d", 0.1)],
    };

    // `a` ends with 0.5 · 0.6 = 0.30, mean ln −0.60. `b d` ends with 0.25, mean −0.46. `b c c` ends with 0.5 · 0.5 · 0.9 · 0.9 = 0.20, mean −0.40.
    private static readonly Dictionary<string, (string, double)[]> LongAndShort = new()
    {
        [""] = [("a", 0.5), ("b", 0.5)],
        ["a"] = [(".", 0.6), ("x", 0.4)],
        ["b"] = [("c", 0.5), ("d", 0.5)],
        ["b c"] = [("c", 0.9), ("d", 0.1)],
        ["b c c"] = [(".", 0.9), ("d", 0.1)],
    };

    [Theory]
    [InlineData(1, "a c", 0.30)]
    [InlineData(2, "b c", 0.36)]
    public void A_beam_of_two_finds_the_sequence_that_greedy_misses(int beamSize, string text, double probability)
    {
        var model = new TableModel(Trap);
        var best = new Decoder(Options with { BeamSize = beamSize }).Decode(model)[0].Best;

        Assert.Equal(text, model.Text(best.Tokens));
        Assert.Equal(Math.Log(probability), best.LogProbability, precision: 5);
    }

    [Fact]
    public void The_n_best_come_best_first()
    {
        var model = new TableModel(Trap);
        var result = new Decoder(Options with { BeamSize = 4, HypothesisCount = 4 }).Decode(model)[0];

        Assert.Equal(["b c", "a c", "a d", "b d"], result.Hypotheses.Select(hypothesis => model.Text(hypothesis.Tokens)));
        Assert.All(
            new[] { 0.36, 0.30, 0.30, 0.04 }.Zip(result.Hypotheses),
            pair => Assert.Equal(Math.Log(pair.First), pair.Second.Score, precision: 5));
    }

    [Fact]
    public void Fewer_hypotheses_come_back_when_fewer_exist()
    {
        var result = new Decoder(Options with { BeamSize = 9, HypothesisCount = 9 }).Decode(new TableModel(Trap))[0];

        Assert.Equal(4, result.Hypotheses.Length);
    }

    [Fact]
    public void A_beam_wider_than_the_vocabulary_works()
    {
        var result = new Decoder(new() { StartToken = 0, EndTokens = [1], BeamSize = 50, HypothesisCount = 3, MaxLength = 3 })
            .Decode(new FixedModel([0f, 0.5f]))[0];

        // p(0) = 0.378, p(1) = 0.622: the end at once, then after one 0, then 0 0 with the end (0.089) before 0 0 0 (0.054).
        Assert.Equal(["", "0", "0 0"], result.Hypotheses.Select(hypothesis => string.Join(' ', hypothesis.Tokens)));
    }

    [Fact]
    public void Equal_sums_go_to_the_higher_ranked_hypothesis_and_then_to_the_lower_id()
    {
        var result = new Decoder(new() { StartToken = 0, EndTokens = [], BeamSize = 4, HypothesisCount = 4, MaxLength = 2 })
            .Decode(new FixedModel([1f, 1f, 1f]))[0];

        Assert.Equal(["0 0", "0 1", "0 2", "1 0"], result.Hypotheses.Select(hypothesis => string.Join(' ', hypothesis.Tokens)));
    }

    [Theory]
    [InlineData(EarlyStopping.WhenNoBetterPossible, "b c c")]
    [InlineData(EarlyStopping.WhenBeamFull, "b d")] // Two have ended when it does.
    [InlineData(EarlyStopping.Heuristic, "b c c")]
    public void A_length_penalty_prefers_the_long_hypothesis(EarlyStopping rule, string text)
    {
        var model = new TableModel(LongAndShort);
        var options = Options with { BeamSize = 2, LengthPenalty = LengthPenalty.Average, EarlyStopping = rule };

        Assert.Equal(text, model.Text(new Decoder(options).Decode(model)[0].Best.Tokens));
        Assert.Equal("a", model.Text(new Decoder(options with { LengthPenalty = LengthPenalty.None }).Decode(new TableModel(LongAndShort))[0].Best.Tokens));
    }

    // With average scores: `a .` ends at −0.60 = ln(0.5 · 0.6) / 2, while `b` stands at ln(0.5 · 0.5) / 2 = −0.69, so the two
    // rules that look no further stop here. Three certain tokens later `b` scores ln(0.25) / 5 = −0.28.
    [Theory]
    [InlineData(EarlyStopping.WhenNoBetterPossible, "b c c c", 5)]
    [InlineData(EarlyStopping.Heuristic, "a", 2)]
    [InlineData(EarlyStopping.WhenBeamFull, "a", 2)]
    public void Only_the_exact_rule_waits_for_a_hypothesis_that_can_still_win(EarlyStopping rule, string text, int steps)
    {
        var model = new TableModel(new()
        {
            [""] = [("a", 0.5), ("b", 0.5)],
            ["a"] = [(".", 0.6), ("z", 0.4)],
            ["b"] = [("c", 0.5), (".", 0.5)],
            ["b c"] = [("c", 1)],
            ["b c c"] = [("c", 1)],
        });
        var options = Options with { BeamSize = 2, MaxLength = 6, LengthPenalty = LengthPenalty.Average, EarlyStopping = rule };

        Assert.Equal(text, model.Text(new Decoder(options).Decode(model)[0].Best.Tokens));
        Assert.Equal(steps, model.Steps);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(1.0, 2)]
    [InlineData(2.0, 4)]
    public void Patience_counts_ended_hypotheses(double patience, int steps)
    {
        // At every step one hypothesis ends and one goes on.
        var model = new StepCounter(new FixedModel([2f, 2f, -9f]));
        var options = new SearchOptions
        {
            StartToken = 0,
            EndTokens = [1],
            BeamSize = 2,
            EarlyStopping = EarlyStopping.WhenBeamFull,
            Patience = patience,
            MaxLength = 50,
        };
        new Decoder(options).Decode(model);

        Assert.Equal(steps, model.Steps);
    }

    [Fact]
    public void Ended_hypotheses_cost_no_live_one_even_with_several_end_tokens()
    {
        // Both end tokens are likelier than all else, so each live hypothesis offers two endings before it goes on.
        var model = new HashModel(new HashDistribution(8, 0, 0, Spread: 0.1f), [3], rowsPerInput: 3);
        var options = new SearchOptions
        {
            StartToken = 0,
            EndTokens = [6, 7],
            BeamSize = 3,
            MaxLength = 4,
            HypothesisCount = 3,
            LengthPenalty = LengthPenalty.Average,
            Processors = [new Decoding.Processors.TokenBias(new Dictionary<int, float> { [6] = 1f, [7] = 1f })],
        };
        new Decoder(options with { EarlyStopping = EarlyStopping.WhenBeamFull, Patience = 100 }).Decode(model);

        Assert.Equal([1, 3, 3, 3], model.RowsOfSteps);
    }

    private sealed class StepCounter(IStepModel inner) : IStepModel
    {
        public int Steps { get; private set; }

        public int VocabularySize => inner.VocabularySize;

        public int Rows => inner.Rows;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            Steps++;
            return inner.Step(tokens, cancellationToken);
        }

        public void Reorder(ReadOnlySpan<int> parents) => inner.Reorder(parents);
    }
}
