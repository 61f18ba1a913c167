using FsCheck.Fluent;
using Seq.Decoding.Kernels;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Processors;

/// <summary>Penalties on what was said, forbidden sequences, prefixes that are forced or favoured, and tokens that a function allows.</summary>
public sealed class PrefixTests
{
    private const float Never = float.NegativeInfinity;

    [Fact]
    public void Presence_counts_a_token_once_and_frequency_each_time()
    {
        float[] presence = [1f, 2f, 3f], frequency = [1f, 2f, 3f];
        new PresencePenalty(0.5f).Apply([0, 2, 0, 0], presence);
        new FrequencyPenalty(0.5f).Apply([0, 2, 0, 0], frequency);

        Assert.Equal([0.5f, 2f, 2.5f], presence);
        Assert.Equal([-0.5f, 2f, 2.5f], frequency);
    }

    [Fact]
    public void A_negative_penalty_rewards_and_impossible_tokens_stay_so()
    {
        float[] logits = [1f, Never];
        new PresencePenalty(-1f).Apply([0, 1], logits);
        new FrequencyPenalty(-1f).Apply([0, 1, 0], logits);

        Assert.Equal([4f, Never], logits);
    }

    [Theory]
    [InlineData(new int[0], new[] { 3 })]
    [InlineData(new[] { 1 }, new[] { 2, 3 })]
    [InlineData(new[] { 0, 1 }, new[] { 0, 2, 3 })]
    [InlineData(new[] { 1, 0 }, new[] { 3 })]
    public void A_sequence_is_forbidden_at_its_last_token(int[] prefix, int[] forbidden)
    {
        var logits = new float[4];
        new SuppressSequences([[1, 2], [0, 1, 0], [3]]).Apply(prefix, logits);

        Assert.Equal(forbidden, Enumerable.Range(0, 4).Where(token => logits[token] == Never));
    }

    [Fact]
    public void Forbidden_sequences_never_appear_and_forced_ones_always_begin() => Law.Holds(
        from @case in SearchCase.Any
        from sequence in Gen.Choose(0, 2).ArrayOf(2)
        from prefix in Gen.Choose(0, 2).Where(token => !@case.Options.EndTokens.Contains(token)).ArrayOf(Math.Max(1, @case.Options.MaxLength - 1))
        select (Case: @case, Sequence: sequence, Prefix: prefix),
        drawn =>
        {
            // Nothing is impossible in these models, nor by a minimum length, so a forbidden pair leaves something to say.
            var (@case, sequence, prefix) = drawn;
            @case = @case with { Distribution = @case.Distribution with { ImpossiblePercent = 0 }, Options = @case.Options with { MinLength = 0 } };
            var without = new Decoder(@case.Options with { Processors = [.. @case.Options.Processors, new SuppressSequences([sequence])] });
            var forced = new Decoder(@case.Options with { Processors = [.. @case.Options.Processors, new ForcedPrefix(prefix)] });

            Assert.All(without.Decode(@case.Model()).SelectMany(result => result.Hypotheses), hypothesis =>
                Assert.Equal(-1, All(hypothesis).AsSpan().IndexOf(sequence)));
            Assert.All(forced.Decode(@case.Model()).SelectMany(result => result.Hypotheses), hypothesis =>
            {
                Assert.Equal(prefix.Take(hypothesis.Length), All(hypothesis).Take(prefix.Length));
                Assert.All(hypothesis.TokenLogProbabilities.Take(prefix.Length), logProbability => Assert.Equal(0, logProbability));
            });
        },
        count: 500);

    [Fact]
    public void A_forced_token_that_the_model_holds_impossible_is_certain_all_the_same()
    {
        float[] logits = [1f, Never, 2f];
        new ForcedPrefix([0, 1]).Apply([0], logits);

        Assert.Equal([Never, 0f, Never], logits);
    }

    [Fact]
    public void A_soft_prefix_mixes_the_distribution_with_the_prefix() => Law.Holds(
        from vocabulary in Gen.Choose(2, 9)
        from impossible in Gen.Elements(0, 40)
        from state in Gen.Choose(0, int.MaxValue)
        from beta in Gen.Elements(0.05f, 0.5f, 0.9f)
        from token in Gen.Choose(0, vocabulary - 1)
        select (Distribution: new HashDistribution(vocabulary, 0, impossible), State: (uint)state, Beta: beta, Token: token),
        drawn =>
        {
            var logits = new float[drawn.Distribution.Vocabulary];
            drawn.Distribution.Fill(drawn.State, logits);
            var before = Probabilities(logits);
            new SoftPrefix([1, drawn.Token], drawn.Beta).Apply([1], logits);
            var after = Probabilities(logits);

            for (var v = 0; v < logits.Length; v++)
            {
                Assert.Equal(((1 - drawn.Beta) * before[v]) + (v == drawn.Token ? drawn.Beta : 0), after[v], 2e-6);
            }
        });

    [Fact]
    public void A_soft_prefix_lets_go_once_the_output_has_left_it_or_it_is_over()
    {
        float[] logits = [1f, 2f, 3f];
        var soft = new SoftPrefix([1, 2], 0.5f);
        soft.Apply([0], logits);
        soft.Apply([1, 2], logits);
        soft.Apply([2, 2, 2], logits);

        Assert.Equal([1f, 2f, 3f], logits);
    }

    [Fact]
    public void Only_allowed_tokens_keep_their_logits()
    {
        float[] logits = [1f, 2f, 3f, 4f];
        new AllowedTokens(prefix => prefix[^1] == 7 ? [3, 0, 3] : []).Apply([5, 7], logits);
        Assert.Equal([1f, Never, Never, 4f], logits);

        new AllowedTokens(_ => []).Apply([], logits);
        Assert.All(logits, logit => Assert.Equal(Never, logit));
    }

    [Fact]
    public void An_allowed_token_that_does_not_exist_is_an_error_that_names_it()
    {
        var error = Assert.Throws<LogitsProcessorException>(() => new AllowedTokens(_ => [1, 4]).Apply([0], new float[4]));

        Assert.Equal("The function of AllowedTokens named token 4 at step 1, but the model's tokens go from 0 to 3.", error.Message);
    }

    [Fact]
    public void Each_input_has_rules_of_its_own_wherever_it_stands_and_scores_the_same() => Law.Holds(SearchCase.Any, @case =>
    {
        if (@case.Distribution.ImpossiblePercent > 0)
        {
            return;
        }

        ILogitsProcessor[]?[] rules = [.. @case.Inputs.Select((_, input) => Rules(input))];
        var results = new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { Processors = rules, RowKeys = @case.Inputs });

        for (var input = 0; input < rules.Length; input++)
        {
            var alone = new Decoder(@case.Options with { Processors = [.. @case.Options.Processors, .. rules[input] ?? []] })
                .Decode(@case.Model(@case.Inputs[input]), new DecodingRequest { RowKeys = [@case.Inputs[input]] });
            Assert.Equal(Description.Of(alone[0]), Description.Of(results[input]));
        }

        var targets = results.Select((result, input) => ScoringTarget.From(result.Best) with { Processors = rules[input] }).ToArray();
        var scores = new Scorer(@case.Options).Score(@case.Model(), targets);
        Assert.Equal(results.Select(result => result.Best.LogProbability), scores.Select(score => score.LogProbability));
    },
    count: 1000);

    private static ILogitsProcessor[]? Rules(int input) => (input % 3) switch
    {
        0 => null,
        1 => [new ForcedPrefix([0])],
        _ => [new TokenBias(new Dictionary<int, float> { [0] = 2f }), new FrequencyPenalty(input)],
    };

    private static double[] Probabilities(float[] logits)
    {
        var logSumExp = LogSumExp.Of(logits);
        return [.. logits.Select(logit => Math.Exp(logit - logSumExp))];
    }

    private static int[] All(Hypothesis hypothesis) => hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : [.. hypothesis.Tokens];
}
