using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class DecodingRequestTests
{
    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [1], MinLength = 2 };

    [Fact]
    public void An_empty_batch_is_an_error()
    {
        var error = Assert.Throws<DecodingRequestException>(() => new Decoder(Options).Decode(new FixedModel([0f, 0f], inputs: 0)));

        Assert.Equal(["The model has 0 rows; a batch needs at least one input."], error.Problems);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var request = new DecodingRequest { StartTokens = [0, 7], MaxLengths = [5, 1], RowKeys = [1, 2, 3] };

        var error = Assert.Throws<DecodingRequestException>(() => new Decoder(Options).Decode(new FixedModel([0f, 0f], inputs: 2), request));

        Assert.Equal(
            [
                "RowKeys has 3 entries for 2 inputs; give one per input.",
                "StartTokens[1] is 7, but the model's tokens go from 0 to 1.",
                "MaxLengths[1] is 1; it must be at least 2.",
            ],
            error.Problems);
    }

    [Fact]
    public void Rules_for_single_inputs_must_fit_the_model()
    {
        var request = new DecodingRequest { Processors = [null, [new ForcedPrefix([4])], [null!]] };

        var error = Assert.Throws<DecodingRequestException>(() => new Decoder(Options).Decode(new FixedModel([0f, 0f], inputs: 3), request));

        Assert.Equal(
            [
                "Processors[1]: ForcedPrefix names token 4, but the model's tokens go from 0 to 1.",
                "Processors[2]: a processor is null; leave it out.",
            ],
            error.Problems);
    }

    public static TheoryData<ILogitsProcessor, string> RulesThatTheSearchBreaks { get; } = new()
    {
        { new MustContain([[2, 2]], [1], maxLength: 9), "MustContain was made for 9 steps, but the search ends after 4, perhaps before it contains them. Make it with that length." },
        {
            new MustContain([[2]], [0], maxLength: 4),
            "MustContain does not know the end tokens [1], with which a hypothesis would end without its sequences. Make it with the EndTokens of the search."
        },
        {
            new PatternConstraint(TokenAutomaton.Compile("a+", ["a", null, "b"]), []),
            "PatternConstraint does not know the end tokens [1]: they would be impossible, or cut a match short. Make it with the EndTokens of the search."
        },
        { new MinLength(3, [0]), "MinLength holds back [0], but what ends a hypothesis is [1]. Give it the EndTokens of the search." },
        { new MinLength(5, [1]), "MinLength asks for 5 tokens, but the search ends after 4. Lower it, or raise MaxLength." },
        { new ForcedPrefix([2, 2, 2, 2, 2]), "ForcedPrefix has 5 tokens, but the search ends after 4. Shorten it, or raise MaxLength." },
    };

    [Theory]
    [MemberData(nameof(RulesThatTheSearchBreaks))]
    public void A_rule_that_the_search_breaks_is_refused(ILogitsProcessor rule, string problem)
    {
        var model = new FixedModel([0f, 0f, 0f], inputs: 2);
        var ofSearch = Assert.Throws<DecodingRequestException>(() => new Decoder(Options with { MaxLength = 4, Processors = [rule] }).Decode(model));
        var ofInput = Assert.Throws<DecodingRequestException>(() => new Decoder(Options).Decode(model, new DecodingRequest { MaxLengths = [4, 4], Processors = [null, [rule]] }));
        var ofRatio = Assert.Throws<DecodingRequestException>(
            () => new Decoder(Options with { MaxLengthRatio = 2, Processors = [rule] }).Decode(model, new DecodingRequest { SourceLengths = [2, 9] })); // The shorter source decides.

        Assert.Equal([problem], ofSearch.Problems);
        Assert.Equal([$"Processors[1]: {problem}"], ofInput.Problems);
        Assert.Equal([problem], ofRatio.Problems);
    }

    [Fact]
    public void Hypotheses_that_end_before_they_part_are_refused()
    {
        var decoder = new Decoder(Options with { MinLength = 0, AlternativesAt = 2, HypothesisCount = 2 });

        var error = Assert.Throws<DecodingRequestException>(() => decoder.Decode(new FixedModel([0f, 0f]), new DecodingRequest { MaxLengths = [2] }));

        Assert.Equal(["MaxLengths[0] is 2, but AlternativesAt is 2: the hypotheses would end before they part. Give it at least 3."], error.Problems);
    }

    [Fact]
    public void A_stochastic_beam_refuses_an_observer_and_says_why()
    {
        var request = new DecodingRequest { Observer = new RecordingObserver() };
        var decoder = new Decoder(Options with { BeamSize = 2, StochasticBeam = new() });

        var error = Assert.Throws<DecodingRequestException>(() => decoder.Decode(new FixedModel([0f, 0f]), request));

        Assert.Equal(["Observer is set together with StochasticBeam, which settles no token before its end. Leave one of them out."], error.Problems);
    }

    [Fact]
    public void Ratios_need_the_lengths_of_the_sources()
    {
        var options = Options with { MinLength = 0, MaxLengthRatio = 2 };

        Assert.Equal(
            ["MinLengthRatio or MaxLengthRatio is set, but the request has no SourceLengths that they could multiply. Give one per input."],
            Assert.Throws<DecodingRequestException>(() => new Decoder(options).Decode(new FixedModel([0f, 0f]))).Problems);
        Assert.Equal(
            ["SourceLengths[1] is -1; it must be at least 0.", "SourceLengths has 2 entries for 1 inputs; give one per input."],
            Assert.Throws<DecodingRequestException>(() => new Decoder(options).Decode(new FixedModel([0f, 0f]), new DecodingRequest { SourceLengths = [1, -1] })).Problems);
    }
}
