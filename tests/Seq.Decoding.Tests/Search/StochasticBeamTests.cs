using FsCheck.Fluent;
using Seq.Decoding.Kernels;
using Seq.Decoding.Search;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

public sealed class StochasticBeamTests
{
    private const int Draws = 20_000;

    /// <summary>Exceeded with probability at most 1e-9, for any law (Dvoretzky, Kiefer, Wolfowitz, Massart).</summary>
    private static readonly double Bound = Math.Sqrt(Math.Log(2 / 1e-9) / (2 * Draws));

    private static readonly SearchOptions Options = new()
    {
        StartToken = 0,
        EndTokens = [1],
        MaxLength = 3,
        BeamSize = 3,
        HypothesisCount = 3,
        StochasticBeam = new() { Seed = 5 },
    };

    private sealed record Sequence(int[] Tokens, double LogProbability, double Number);

    [Fact]
    public void The_beam_finds_the_greatest_numbers_of_all_sequences() => Law.Holds(
        from vocabulary in Gen.Choose(2, 4)
        from maxLength in Gen.Choose(1, 4)
        from impossible in Gen.Elements(0, 40)
        from beam in Gen.Choose(2, 9)
        from seed in Gen.Choose(0, int.MaxValue)
        from input in Gen.Choose(0, int.MaxValue)
        select (Distribution: new HashDistribution(vocabulary, 0, impossible), Input: (uint)input, Options: Options with
        {
            MaxLength = maxLength,
            BeamSize = beam,
            HypothesisCount = beam,
            StochasticBeam = new() { Seed = (ulong)seed },
        }),
        drawn =>
        {
            var (distribution, input, options) = drawn;
            var expected = All(distribution, input, options, key: 7).OrderByDescending(sequence => sequence.Number).Take(options.BeamSize);
            var found = new Decoder(options)
                .Decode(new HashModel(distribution, [input], options.BeamSize), new DecodingRequest { RowKeys = [7] })[0].Hypotheses
                .OrderByDescending(hypothesis => hypothesis.PerturbedLogProbability).ToList();

            Assert.Equal(expected.Select(sequence => string.Join(' ', sequence.Tokens)), found.Select(Text));
            Assert.Equal(expected.Select(sequence => sequence.Number), found.Select(hypothesis => hypothesis.PerturbedLogProbability!.Value), (a, b) => Math.Abs(a - b) < 1e-9);
        });

    [Fact]
    public void A_smaller_beam_finds_the_first_of_what_a_larger_one_finds() => Law.Holds(SearchCase.Stochastic, @case =>
    {
        var large = @case.Options with { HypothesisCount = @case.Options.BeamSize };
        var small = large with { BeamSize = 2, HypothesisCount = 2 };
        var few = new Decoder(small).Decode(@case.Model());
        var many = new Decoder(large).Decode(@case.Model());

        for (var input = 0; input < few.Length; input++)
        {
            Assert.Equal(ByNumber(many[input]).Take(2), ByNumber(few[input]));
        }

        static IEnumerable<string> ByNumber(DecodingResult result) =>
            result.Hypotheses.OrderByDescending(hypothesis => hypothesis.PerturbedLogProbability).Select(Description.Of);
    });

    [Fact]
    public void No_two_hypotheses_are_alike_and_the_best_score_comes_first() => Law.Holds(SearchCase.Stochastic, @case =>
        Assert.All(new Decoder(@case.Options).Decode(@case.Model()), result =>
        {
            Assert.Equal(result.Hypotheses.Length, result.Hypotheses.Select(Text).Distinct().Count());
            Assert.Equal(result.Hypotheses.Select(hypothesis => hypothesis.Score).OrderDescending(), result.Hypotheses.Select(hypothesis => hypothesis.Score));
        }));

    [Fact]
    public void Ordered_pairs_have_the_law_of_drawing_without_replacement()
    {
        var distribution = new HashDistribution(3, Spread: 1f);
        var options = Options with { MaxLength = 2, BeamSize = 2, HypothesisCount = 2 };
        var all = All(distribution, 3, options, key: 0).ToList();
        var law = (
            from first in all
            from second in all
            where first != second
            let p = Math.Exp(first.LogProbability)
            select (Pair: $"{string.Join(' ', first.Tokens)} | {string.Join(' ', second.Tokens)}", Probability: p * Math.Exp(second.LogProbability) / (1 - p))).ToList();

        var model = new HashModel(distribution, [.. Enumerable.Repeat(3u, Draws)], 2);
        var counts = new Decoder(options).Decode(model)
            .Select(result => string.Join(" | ", result.Hypotheses.OrderByDescending(hypothesis => hypothesis.PerturbedLogProbability).Select(Text)))
            .CountBy(pair => pair).ToDictionary();

        Assert.Equal(1, law.Sum(entry => entry.Probability), 6);
        var (empirical, exact) = (0.0, 0.0);
        foreach (var (pair, probability) in law)
        {
            empirical += counts.GetValueOrDefault(pair) / (double)Draws;
            exact += probability;
            Assert.InRange(empirical - exact, -Bound, Bound);
        }

        Assert.Equal(1, empirical, 9); // Nothing outside the law.
    }

    [Fact]
    public void The_numbers_are_distributed_as_Gumbel_numbers()
    {
        const double Third = -1.0986122886681098; // log 1/3: each of three sequences of one token.
        var options = Options with { EndTokens = [], MaxLength = 1 };
        var numbers = new Decoder(options).Decode(new FixedModel([0f, 0f, 0f], Draws))
            .Select(result => result.Hypotheses.Single(hypothesis => hypothesis.Tokens[0] == 1).PerturbedLogProbability!.Value)
            .Order().ToList();

        for (var i = 0; i < Draws; i += 97)
        {
            Assert.InRange(((i + 0.5) / Draws) - Math.Exp(-Math.Exp(-(numbers[i] - Third))), -Bound, Bound);
        }
    }

    [Theory]
    [InlineData(0.3, 0.9, 0.9)]
    [InlineData(-5, 2, 1.999999999)]
    [InlineData(-700, 0, -0.5)]
    [InlineData(30, -30, -31)]
    public void The_conditional_number_is_the_formula(double prefix, double greatest, double own)
    {
        var plain = -Math.Log(Math.Exp(-prefix) - Math.Exp(-greatest) + Math.Exp(-own));

        Assert.Equal(own == greatest ? prefix : plain, GumbelNumbers.Condition(prefix, greatest, own), 1e-9 * Math.Max(1, Math.Abs(prefix)));
    }

    private static string Text(Hypothesis hypothesis) =>
        string.Join(' ', hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : hypothesis.Tokens.ToArray());

    /// <summary>Every sequence with its number, by the definition and without a beam.</summary>
    private static IEnumerable<Sequence> All(HashDistribution distribution, uint input, SearchOptions options, uint key)
    {
        var root = CounterRandom.RowState(options.StochasticBeam!.Seed, key, 0);
        return Visit([], 0, Gumbel(root), root);

        IEnumerable<Sequence> Visit(int[] prefix, double sum, double number, uint state)
        {
            var logits = distribution.Logits(input, options.StartToken, prefix);
            var logSumExp = LogSumExp.Of(logits);
            var next = Enumerable.Range(0, logits.Length).Where(token => logits[token] > float.NegativeInfinity)
                .Select(token => (Token: token, Sum: sum + logits[token] - logSumExp, State: CounterRandom.Absorb(state, (uint)token))).ToList();
            var greatest = next.Max(entry => entry.Sum + Gumbel(entry.State));
            foreach (var (token, total, own) in next)
            {
                var conditional = -Math.Log(Math.Exp(-number) - Math.Exp(-greatest) + Math.Exp(-total - Gumbel(own)));
                int[] tokens = [.. prefix, token];
                var found = options.EndTokens.Contains(token) || tokens.Length == options.MaxLength
                    ? [new Sequence(tokens, total, conditional)]
                    : Visit(tokens, total, conditional, own);
                foreach (var sequence in found)
                {
                    yield return sequence;
                }
            }
        }

        static double Gumbel(uint state) => -Math.Log(-Math.Log((state + 0.5) / 4294967296.0));
    }
}
