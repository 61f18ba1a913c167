using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Constraints;

/// <summary>Hypotheses that end because a constraint allows nothing more.</summary>
public sealed class CompletionTests
{
    private static readonly string?[] Vocabulary = ["a", "b", null];

    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [2], MaxLength = 9 };

    public static TheoryData<SearchOptions> Searches { get; } =
    [
        Greedy,
        Greedy with { BeamSize = 3, HypothesisCount = 2 },
        Greedy with { BeamSize = 3, HypothesisCount = 2, StochasticBeam = new() },
        Greedy with { HypothesisCount = 5, Sampling = new() { Seed = 4 } },
    ];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_match_that_nothing_can_follow_ends_the_hypothesis_without_a_further_step(SearchOptions options)
    {
        var constraint = new PatternConstraint(TokenAutomaton.Compile("(a|b)a(b|aa)", Vocabulary), [2]);
        var model = new HashModel(new HashDistribution(3), [1, 2, 3], options.RowsPerInput);
        var results = new Decoder(options with { Processors = [constraint] }).Decode(model);

        Assert.All(results.SelectMany(result => result.Hypotheses), hypothesis =>
        {
            Assert.Equal((FinishReason.Constraint, (int?)null), (hypothesis.FinishReason, hypothesis.EndToken));
            Assert.Matches("^(a|b)a(b|aa)$", string.Concat(hypothesis.Tokens.Select(token => Vocabulary[token])));
        });
        Assert.InRange(model.RowsOfSteps.Count, 3, 4);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_rule_of_one_input_ends_that_input_alone(SearchOptions options)
    {
        options = options with { EndTokens = [] };
        var constraint = new PatternConstraint(TokenAutomaton.Compile("ab", Vocabulary), []);
        var results = new Decoder(options).Decode(
            new HashModel(new HashDistribution(3), [1, 2], options.RowsPerInput), new DecodingRequest { Processors = [null, [constraint]] });

        Assert.All(results[0].Hypotheses, hypothesis => Assert.Equal((FinishReason.Length, 9), (hypothesis.FinishReason, hypothesis.Length)));
        Assert.Equal([0, 1], results[1].Best.Tokens.ToArray());
        Assert.Equal(FinishReason.Constraint, results[1].Best.FinishReason);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_function_that_allows_nothing_more_has_what_it_wants(SearchOptions options)
    {
        var names = new AllowedTokens(prefix => prefix.Length < 2 ? [0, 1] : []);
        var results = new Decoder(options with { Processors = [names] }).Decode(new HashModel(new HashDistribution(3), [1], options.RowsPerInput));

        Assert.All(results[0].Hypotheses, hypothesis => Assert.Equal((FinishReason.Constraint, 2), (hypothesis.FinishReason, hypothesis.Length)));
    }

    [Fact]
    public void Where_the_text_may_go_on_an_end_token_is_still_said()
    {
        var constraint = new PatternConstraint(TokenAutomaton.Compile("ab*", Vocabulary), [2]);
        var best = new Decoder(Greedy with { Processors = [constraint] }).Decode(new FixedModel([1f, 0f, 2f]))[0].Best;

        Assert.Equal((FinishReason.EndToken, 1), (best.FinishReason, best.Tokens.Length));
    }
}
