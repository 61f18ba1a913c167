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
