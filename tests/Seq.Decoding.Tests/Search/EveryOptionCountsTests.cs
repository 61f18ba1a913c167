using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

/// <summary>No option may be read and then do nothing: each changes what is found on some model.</summary>
public sealed class EveryOptionCountsTests
{
    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [1], MaxLength = 8 };
    private static readonly SearchOptions Beam = Greedy with { BeamSize = 4, HypothesisCount = 4 };
    private static readonly SearchOptions Long = Beam with { MaxLength = 40, LengthPenalty = LengthPenalty.Average };
    private static readonly SearchOptions Sampled = Greedy with { HypothesisCount = 4, Sampling = new() { Seed = 3 } };
    private static readonly string?[] Texts = ["a", null, "b", "c", "d", "e"];

    public static TheoryData<SearchOptions, SearchOptions> Options { get; } = new()
    {
        { Greedy, Greedy with { MaxLength = 3 } },
        { Greedy, Greedy with { MinLength = 6 } },
        { Greedy, Greedy with { MaxLengthRatio = 0.5 } },
        { Greedy, Greedy with { MinLengthRatio = 5 } },
        { Greedy, Greedy with { StopSequences = [[2], [3], [4]] } },
        { Greedy, Greedy with { StartToken = 2 } },
        { Greedy, Greedy with { EndTokens = [2] } },
        { Greedy, Greedy with { AlternativeCount = 2 } },
        { Greedy, Greedy with { KeepAttention = true } },
        { Beam, Beam with { BeamSize = 5 } },
        { Beam, Beam with { HypothesisCount = 2 } },
        { Beam, Beam with { LengthPenalty = LengthPenalty.Average } },
        { Beam, Beam with { LengthPenalty = LengthPenalty.Power(0.5) } },
        { Beam, Beam with { LengthPenalty = LengthPenalty.Gnmt(0.5) } },
        { Beam, Beam with { CoveragePenalty = CoveragePenalty.Wu(0.5) } },
        { Beam, Beam with { CoveragePenalty = CoveragePenalty.Summary(0.5) } },
        { Beam, Beam with { BeamGroups = 2, DiversityPenalty = 1 } },
        { Beam with { BeamGroups = 2, DiversityPenalty = 1 }, Beam with { BeamGroups = 2, DiversityPenalty = 0.1 } },
        { Beam, Beam with { EarlyStopping = EarlyStopping.WhenBeamFull } },
        { Long, Long with { EarlyStopping = EarlyStopping.Heuristic } },
        { Beam with { EarlyStopping = EarlyStopping.WhenBeamFull }, Beam with { EarlyStopping = EarlyStopping.WhenBeamFull, Patience = 3 } },
        { Beam, Beam with { StochasticBeam = new() } },
        { Beam with { StochasticBeam = new() }, Beam with { StochasticBeam = new() { Seed = 9 } } },
        { Greedy with { HypothesisCount = 1 }, Greedy with { Sampling = new() { Seed = 3 } } },
        { Greedy, Greedy with { HypothesisCount = 3, AlternativesAt = 1 } },
        { Greedy with { HypothesisCount = 3, AlternativesAt = 0 }, Greedy with { HypothesisCount = 3, AlternativesAt = 1 } },
        { Sampled, Sampled with { Sampling = new() { Seed = 4 } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, Temperature = 0.3f } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, TopK = 2 } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, TopP = 0.5f } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, MinP = 0.5f } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, TypicalP = 0.4f } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, Epsilon = 0.2f } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, Eta = 0.4f } } },
        { Sampled, Sampled with { Sampling = new() { Seed = 3, Mirostat = new() { TargetSurprise = 0.5f } } } },
    };

    private static readonly ILogitsProcessor[] All =
    [
        new RepetitionPenalty(3f), new PresencePenalty(2f), new FrequencyPenalty(2f), new NoRepeatNGram(1), new MinLength(7, [1]),
        new SuppressTokens([2, 3]), new SuppressSequences([[2], [3, 4]]), new TokenBias(new Dictionary<int, float> { [4] = 2f }),
        new ForcedPrefix([5, 4, 3]), new SoftPrefix([5, 4, 3], 0.9f), new AllowedTokens(prefix => prefix.Length < 4 ? [4, 5] : [1]),
        new PatternConstraint(TokenAutomaton.Compile("(d|e){3}", Texts), [1]), new MustContain([[5, 4], [3]], [1], 8), new PromptAware([2, 3, 4], new NoRepeatNGram(1)),
    ];

    public static TheoryData<ILogitsProcessor> Processors { get; } = [.. All];

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_changes_what_is_found(SearchOptions without, SearchOptions with) => Assert.NotEqual(Find(without), Find(with));

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_processor_changes_what_every_search_finds(ILogitsProcessor processor)
    {
        foreach (var options in new[] { Greedy, Beam, Sampled, Beam with { StochasticBeam = new() } })
        {
            Assert.NotEqual(Find(options), Find(options with { Processors = [processor] }));
        }
    }

    [Fact]
    public void No_processor_is_left_out()
    {
        var all = typeof(ILogitsProcessor).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ILogitsProcessor))).Select(type => type.Name).Order();

        Assert.Equal(all, All.Select(processor => processor.GetType().Name).Order());
    }

    private static string Find(SearchOptions options)
    {
        uint[] inputs = [.. Enumerable.Range(0, 12).Select(input => (uint)input)];
        var request = new DecodingRequest { SourceLengths = [.. inputs.Select(HashDistribution.SourceLength)] };
        return string.Join('\n', new Decoder(options).Decode(new HashModel(new HashDistribution(6), inputs, options.RowsPerInput), request)
            .SelectMany(result => result.Hypotheses)
            .Select(hypothesis => $"{Description.Of(hypothesis)} {hypothesis.Alternatives.Length} {hypothesis.Attention.Length}"));
    }
}
