using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

/// <summary>Attention in results, and the penalties made of it.</summary>
public sealed class CoverageTests
{
    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [1], MaxLength = 4 };

    [Fact]
    public void Each_step_of_a_hypothesis_has_the_attention_of_its_own_row() => Law.Holds(SearchCase.Any, @case =>
    {
        var options = @case.Options with { KeepAttention = true };
        var results = new Decoder(options).Decode(@case.Model());
        for (var input = 0; input < results.Length; input++)
        {
            foreach (var hypothesis in results[input].Hypotheses)
            {
                Assert.Equal(hypothesis.Length, hypothesis.Attention.Length);
                for (var step = 0; step < hypothesis.Length; step++)
                {
                    var expected = HashDistribution.Attention(@case.Inputs[input], options.StartToken, hypothesis.Tokens.Take(step));
                    Assert.Equal(expected, hypothesis.Attention[step]);
                    Assert.Equal(Array.IndexOf(expected, expected.Max()), hypothesis.Alignment[step]);
                }
            }
        }
    });

    [Fact]
    public void Asking_for_attention_changes_nothing_else_and_it_is_absent_unless_asked_for() => Law.Holds(SearchCase.Any, @case =>
    {
        var without = new Decoder(@case.Options with { KeepAttention = false }).Decode(@case.Model());
        var with = new Decoder(@case.Options with { KeepAttention = true }).Decode(@case.Model());

        Assert.Equal(without.SelectMany(Description.Of), with.SelectMany(Description.Of));
        Assert.All(without.SelectMany(result => result.Hypotheses), hypothesis => Assert.Empty(hypothesis.Attention));
    });

    [Fact]
    public void The_term_is_the_formula_of_the_paper()
    {
        float[] coverage = [0.5f, 1f, 2f, 0.25f];

        Assert.Equal(0.2 * (Math.Log(0.5) + Math.Log(0.25)), CoveragePenalty.Wu(0.2).Term(coverage), 12);
        Assert.Equal(-3.0, CoveragePenalty.Summary(3).Term(coverage), 12); // Only position 2 has more than a whole look, by 1.
        Assert.Equal(0, CoveragePenalty.None.Term(coverage));
        Assert.Equal(0.2 * Math.Log(float.Epsilon), CoveragePenalty.Wu(0.2).Term([0f]), 9);
    }

    [Fact]
    public void A_hypothesis_carries_the_term_of_its_own_coverage() => Law.Holds(SearchCase.Any, @case =>
    {
        var options = @case.Options with { CoveragePenalty = CoveragePenalty.Wu(0.5) };
        var results = new Decoder(options).Decode(@case.Model());
        for (var input = 0; input < results.Length; input++)
        {
            foreach (var hypothesis in results[input].Hypotheses)
            {
                int[] tokens = hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : [.. hypothesis.Tokens];
                Assert.Equal(options.CoveragePenalty.Term(HashDistribution.Coverage(@case.Inputs[input], options.StartToken, tokens)), hypothesis.CoverageTerm);
            }
        }
    });

    // The likelier output looks at the first source position alone, the other one at both.
    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.2, 3)]
    public void A_beam_prefers_what_covers_the_source_as_soon_as_it_counts(double beta, int first)
    {
        var options = Greedy with { BeamSize = 3, HypothesisCount = 2, CoveragePenalty = CoveragePenalty.Wu(beta) };

        Assert.Equal(first, new Decoder(options).Decode(new TwoWays())[0].Best.Tokens[0]);
    }

    [Fact]
    public void A_summary_that_looks_twice_at_one_place_falls_behind()
    {
        var options = Greedy with { BeamSize = 3, HypothesisCount = 2 };

        Assert.Equal(2, new Decoder(options).Decode(new TwoWays())[0].Best.Tokens[0]);
        Assert.Equal(3, new Decoder(options with { CoveragePenalty = CoveragePenalty.Summary(1) }).Decode(new TwoWays())[0].Best.Tokens[0]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_weight_out_of_range_is_an_error(double beta)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CoveragePenalty.Wu(beta));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoveragePenalty.Summary(beta));
    }

    [Theory]
    [InlineData(float.NaN, 2, "The attention of row 0 is not finite; it must be weights between 0 and 1.")]
    [InlineData(0.5f, 1, "The attention of one hypothesis has 2 source positions at one step and 1 at another; its source does not change.")]
    public void Attention_that_breaks_the_contract_is_an_error(float weight, int later, string message)
    {
        var options = Greedy with { CoveragePenalty = CoveragePenalty.Wu(1) };

        Assert.Equal(message, Assert.Throws<StepModelException>(() => new Decoder(options).Decode(new BadAttention(weight, later))).Message);
    }

    /// <summary>Says "2 end" with 0.55 or "3 end" with 0.45. After 2 it looks at the first source position again, after 3 at the second.</summary>
    private sealed class TwoWays : IAttentionModel
    {
        private int[] _states = [0];

        public int VocabularySize => 4;

        public int Rows => _states.Length;

        public bool HasAttention => true;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            _states = tokens.ToArray();
            var logits = new float[Rows * VocabularySize];
            Array.Fill(logits, float.NegativeInfinity);
            for (var row = 0; row < Rows; row++)
            {
                if (_states[row] == 0)
                {
                    (logits[(row * 4) + 2], logits[(row * 4) + 3]) = (MathF.Log(0.55f), MathF.Log(0.45f));
                }
                else
                {
                    logits[(row * 4) + 1] = 0f;
                }
            }

            return logits;
        }

        public void Reorder(ReadOnlySpan<int> parents) => _states = new int[parents.Length];

        public ReadOnlySpan<float> Attention(int row) => _states[row] == 3 ? new[] { 0.1f, 0.9f } : [0.9f, 0.1f];
    }

    private sealed class BadAttention(float weight, int later) : IAttentionModel
    {
        private int _steps;

        public int VocabularySize => 3;

        public int Rows => 1;

        public bool HasAttention => true;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            _steps++;
            return new float[] { 0f, float.NegativeInfinity, 1f };
        }

        public void Reorder(ReadOnlySpan<int> parents) => throw new InvalidOperationException("There is one row.");

        public ReadOnlySpan<float> Attention(int row) => _steps == 1 ? new[] { weight, 0.5f } : new float[later];
    }
}
