using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class SearchOptionsTests
{
    private const string OneTokenKept =
        "Sampling.TopK is 1, which leaves the likeliest token alone: temperature, other filters and further samples have no effect. Leave Sampling null, or raise TopK.";

    private static readonly SearchOptions Good = new() { StartToken = 0, EndTokens = [1] };

    public static TheoryData<SearchOptions, string> Faults { get; } = new()
    {
        { Good with { BeamSize = 0 }, "BeamSize is 0; it must be at least 1, which is greedy search." },
        { Good with { HypothesisCount = 0 }, "HypothesisCount is 0; it must be at least 1." },
        { Good with { MaxLength = 0 }, "MaxLength is 0; it must be at least 1." },
        { Good with { MinLength = -1 }, "MinLength is -1; it must be at least 0." },
        { Good with { MinLength = 9, MaxLength = 8 }, "MinLength is 9, above MaxLength 8; raise MaxLength or lower MinLength." },
        {
            Good with { MinLength = 2, EndTokens = [] },
            "MinLength is 2, but there are no EndTokens that it could hold back. Set MaxLength for a fixed length."
        },
        { Good with { EndTokens = null! }, "EndTokens is null; use an empty list when only the length ends a hypothesis." },
        { Good with { Processors = [null!] }, "Processors is null or contains null; use an empty list when there are none." },
        {
            Good with { HypothesisCount = 3 },
            "HypothesisCount is 3, but BeamSize is 1: a beam holds no more hypotheses than its size. "
                + "Raise BeamSize, or set Sampling for independent samples."
        },
        {
            Good with { BeamSize = 4, Sampling = new() { TopK = 5 } },
            "Sampling is set while BeamSize is 4; beam search draws nothing at random, so temperature, top-k, top-p, min-p and seed would have "
                + "no effect. Set BeamSize to 1 for sampling, or Sampling to null for beam search."
        },
        {
            Good with { EarlyStopping = EarlyStopping.Heuristic },
            "EarlyStopping is Heuristic, but BeamSize is 1: only beam search reads it. Raise BeamSize or leave EarlyStopping out."
        },
        { Good with { BeamSize = 2, EarlyStopping = (EarlyStopping)7 }, "EarlyStopping is 7, which is none of its values." },
        {
            Good with { BeamSize = 2, Patience = 2.5 },
            "Patience is 2.5, which only beam search with EarlyStopping.WhenBeamFull reads. Set both, or leave Patience out."
        },
        {
            Good with { BeamSize = 2, EarlyStopping = EarlyStopping.WhenBeamFull, Patience = 0 }, "Patience is 0; it must be finite and above 0."
        },
        {
            Good with { BeamSize = 4, HypothesisCount = 4, EarlyStopping = EarlyStopping.WhenBeamFull, Patience = 0.5 },
            "Patience 0.5 stops a beam of 4 at 2 ended hypotheses, but HypothesisCount is 4. Raise Patience or lower HypothesisCount."
        },
        { Good with { StopSequences = null! }, "StopSequences is null or contains an empty sequence; use an empty list when there are none." },
        { Good with { StopSequences = [[2], []] }, "StopSequences is null or contains an empty sequence; use an empty list when there are none." },
        { Good with { StopSequences = [[3], [2, 5]] }, "StopSequences contains 5, but the model's tokens go from 0 to 4." },
        { Good with { AlternativeCount = -1 }, "AlternativeCount is -1; it must be at least 0." },
        { Good with { BeamGroups = 0 }, "BeamGroups is 0; it must be at least 1, which is one beam." },
        { Good with { BeamSize = 2, BeamGroups = 2, DiversityPenalty = -1 }, "DiversityPenalty is -1; it must be finite and at least 0." },
        {
            Good with { BeamSize = 4, BeamGroups = 3, DiversityPenalty = 1 },
            "BeamSize is 4, which 3 BeamGroups do not divide into equal groups. Make it a multiple."
        },
        {
            Good with { BeamSize = 4, BeamGroups = 2 },
            "BeamGroups is 2, but DiversityPenalty is 0: all groups would find the same. Set both, or leave both out."
        },
        {
            Good with { BeamSize = 4, DiversityPenalty = 0.5 },
            "DiversityPenalty is 0.5, but BeamGroups is 1: it acts between groups. Set both, or leave both out."
        },
        {
            Good with { MaxLengthRatio = 0 },
            "MaxLengthRatio is 0; it must be finite and above 0. Leave it null to set no such limit."
        },
        {
            Good with { MinLengthRatio = double.NaN },
            "MinLengthRatio is NaN; it must be finite and above 0. Leave it null to set no such limit."
        },
        {
            Good with { MinLengthRatio = 2, MaxLengthRatio = 1.5 },
            "MinLengthRatio is 2, above MaxLengthRatio 1.5; raise the maximum or lower the minimum."
        },
        {
            Good with { MinLengthRatio = 1, EndTokens = [] },
            "MinLengthRatio is set, but there are no EndTokens that it could hold back. Set MaxLengthRatio for a fixed length."
        },
        {
            Good with { HypothesisCount = 2, AlternativesAt = 256 },
            "AlternativesAt is 256; it must be at least 0 and below MaxLength, which is 256."
        },
        {
            Good with { AlternativesAt = 1 },
            "AlternativesAt is set, but HypothesisCount is 1: there is no alternative to return. Raise HypothesisCount, or leave AlternativesAt out."
        },
        {
            Good with { HypothesisCount = 2, AlternativesAt = 1, Sampling = new() },
            "AlternativesAt is set together with a beam or Sampling; it is greedy search that parts there. Set BeamSize to 1 and leave Sampling out."
        },
        {
            Good with { StochasticBeam = new() },
            "StochasticBeam is set, but BeamSize is 1, and one hypothesis alone has none to differ from. Raise BeamSize, or set Sampling for one sample."
        },
        {
            Good with { BeamSize = 2, StochasticBeam = new(), Sampling = new() },
            "StochasticBeam and Sampling are both set; the first draws without replacement, the second with. Keep one of them."
        },
        {
            Good with { BeamSize = 2, StochasticBeam = new(), BeamGroups = 2, DiversityPenalty = 1 },
            "StochasticBeam is set while BeamGroups is 2; its hypotheses differ anyway. Leave BeamGroups out."
        },
        {
            Good with { BeamSize = 2, StochasticBeam = new(), EarlyStopping = EarlyStopping.WhenBeamFull },
            "StochasticBeam is set while EarlyStopping is WhenBeamFull; it goes on until all its hypotheses have ended. Leave EarlyStopping out."
        },
        {
            Good with { Sampling = new() { Temperature = 0f } },
            "Sampling.Temperature is 0; it must be finite and above 0. For the likeliest token at each step leave Sampling null."
        },
        { Good with { BeamSize = 2_000_000 }, "BeamSize is 2000000; it may be 1048576 at the most." },
        { Good with { AlternativeCount = int.MaxValue }, "AlternativeCount is 2147483647; it may be 1048576 at the most." },
        { Good with { StopSequences = [[4, Good.EndTokens[0]]] }, $"StopSequences has [4, {Good.EndTokens[0]}], but a hypothesis ends with its token {Good.EndTokens[0]} already. Leave the sequence out." },
        { Good with { Sampling = new() { TopK = 1, Temperature = 2f } }, OneTokenKept },
        { Good with { Sampling = new() { TopK = 1 }, HypothesisCount = 2 }, OneTokenKept },
        { Good with { Sampling = new() { TopK = 0 } }, "Sampling.TopK is 0; it must be at least 1. Leave it null to keep all tokens." },
        { Good with { Sampling = new() { TopP = 0f } }, "Sampling.TopP is 0; it must be above 0 and at most 1. Leave it null to keep all tokens." },
        { Good with { Sampling = new() { TopP = 1.5f } }, "Sampling.TopP is 1.5; it must be above 0 and at most 1. Leave it null to keep all tokens." },
        { Good with { Sampling = new() { MinP = float.NaN } }, "Sampling.MinP is NaN; it must be from 0 to 1. Leave it null to keep all tokens." },
        {
            Good with { Sampling = new() { TypicalP = 0f } },
            "Sampling.TypicalP is 0; it must be above 0 and at most 1. Leave it null to keep all tokens."
        },
        { Good with { Sampling = new() { Epsilon = 1f } }, "Sampling.Epsilon is 1; it must be from 0 to below 1. Leave it null to keep all tokens." },
        { Good with { Sampling = new() { Eta = -0.1f } }, "Sampling.Eta is -0.1; it must be from 0 to below 1. Leave it null to keep all tokens." },
        {
            Good with { Sampling = new() { Mirostat = new() { TargetSurprise = 0f } } },
            "Sampling.Mirostat.TargetSurprise is 0; it must be finite and above 0."
        },
        {
            Good with { Sampling = new() { Mirostat = new() { LearningRate = float.NaN } } },
            "Sampling.Mirostat.LearningRate is NaN; it must be finite and above 0."
        },
        {
            Good with { Sampling = new() { Mirostat = new(), Eta = 0.1f } },
            "Sampling.Mirostat is set together with another filter (TopK, TopP, MinP, TypicalP, Epsilon or Eta); "
                + "mirostat adapts its own cut to the target. Keep one of them."
        },
        { Good with { StartToken = 5 }, "StartToken is 5, but the model's tokens go from 0 to 4." },
        { Good with { EndTokens = [1, -1] }, "EndTokens contains -1, but the model's tokens go from 0 to 4." },
        { Good with { Processors = [new SuppressTokens([9])] }, "SuppressTokens names token 9, but the model's tokens go from 0 to 4." },
        { Good with { Processors = [new MinLength(3, [8])] }, "MinLength names token 8, but the model's tokens go from 0 to 4." },
        { Good with { Processors = [new SuppressSequences([[1, 6], [2]])] }, "SuppressSequences names token 6, but the model's tokens go from 0 to 4." },
        { Good with { Processors = [new ForcedPrefix([1, 5, 2])] }, "ForcedPrefix names token 5, but the model's tokens go from 0 to 4." },
        { Good with { Processors = [new SoftPrefix([7, 1], 0.5f)] }, "SoftPrefix names token 7, but the model's tokens go from 0 to 4." },
        { Good with { Processors = [new MustContain([[2], [3, 9]], [1], 9)] }, "MustContain names token 9, but the model's tokens go from 0 to 4." },
        {
            Good with { Processors = [new TokenBias(new Dictionary<int, float> { [7] = 1f, [2] = 1f })] },
            "TokenBias names token 7, but the model's tokens go from 0 to 4."
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_explained(SearchOptions options, string problem)
    {
        var error = Assert.Throws<SearchOptionsException>(() => options.Validate(vocabularySize: 5));

        Assert.Equal([problem], error.Problems);
        Assert.Equal($"The search options cannot be used:\n- {problem}", error.Message);
    }

    [Fact]
    public void Attention_that_the_model_does_not_have_is_explained()
    {
        var options = Good with { KeepAttention = true, CoveragePenalty = CoveragePenalty.Wu(0.2) };
        string[] problems =
        [
            "KeepAttention is set, but the model has no attention. Leave it out, or decode with a model that is an IAttentionModel.",
            "CoveragePenalty is wu 0.2, but the model has no attention to tell what is covered. Leave it out, or decode with a model that is an IAttentionModel.",
        ];

        Assert.Equal(problems, Assert.Throws<SearchOptionsException>(() => new Decoder(options).Decode(new FixedModel([0f, 0f]))).Problems);
        Assert.Equal(problems, Assert.Throws<SearchOptionsException>(() => new Scorer(options).Score(new FixedModel([0f, 0f]), [new([0], null)])).Problems);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var options = Good with
        {
            BeamSize = 3,
            HypothesisCount = 0,
            MaxLength = 0,
            Sampling = new() { Temperature = -1f, TopK = 0 },
            StartToken = -1,
        };

        var error = Assert.Throws<SearchOptionsException>(() => options.Validate(5));

        Assert.Equal(6, error.Problems.Count);
        Assert.Equal(5, Assert.Throws<SearchOptionsException>(options.Validate).Problems.Count);
        Assert.Equal(5, Assert.Throws<SearchOptionsException>(() => new Decoder(options)).Problems.Count);
        Assert.Equal(5, Assert.Throws<SearchOptionsException>(() => new Scorer(options)).Problems.Count);
    }

    [Fact]
    public void The_defaults_are_greedy_and_valid()
    {
        Good.Validate(2);

        Assert.Equal((1, 1, 256, 0), (Good.BeamSize, Good.HypothesisCount, Good.MaxLength, Good.MinLength));
        Assert.Equal((null, LengthPenalty.None, EarlyStopping.WhenNoBetterPossible, 1.0), (Good.Sampling, Good.LengthPenalty, Good.EarlyStopping, Good.Patience));
        Assert.Equal(new SamplingOptions { Temperature = 1f, TopK = null, TopP = null, MinP = null, Seed = 0 }, new SamplingOptions());
    }

    [Fact]
    public void Rows_per_input_are_what_the_search_asks_for()
    {
        Assert.Equal(1, Good.RowsPerInput);
        Assert.Equal(6, (Good with { BeamSize = 6, HypothesisCount = 2 }).RowsPerInput);
        Assert.Equal(3, (Good with { HypothesisCount = 3, Sampling = new() }).RowsPerInput);
    }

    [Fact]
    public void Options_that_do_not_fit_the_model_stop_a_decoder_before_the_first_step()
    {
        var model = new HashModel(new HashDistribution(5), [1], 1);

        Assert.Throws<SearchOptionsException>(() => new Decoder(Good with { EndTokens = [5] }).Decode(model));
        Assert.Empty(model.RowsOfSteps);
    }

    [Fact]
    public void A_decoder_keeps_the_options_it_was_given()
    {
        var endTokens = new List<int> { 1 };
        var decoder = new Decoder(Good with { EndTokens = endTokens });
        endTokens[0] = 99;

        Assert.Equal([1], decoder.Options.EndTokens);
    }
}
