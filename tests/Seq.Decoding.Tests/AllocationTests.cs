using Seq.Decoding.Composition;
using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class AllocationTests
{
    private const int Steps = 40;

    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [1], MaxLength = Steps };

    private static readonly int[] Allowed = [.. Enumerable.Range(0, 200)];

    private static readonly ILogitsProcessor[] Processors =
        [new RepetitionPenalty(1.1f), new NoRepeatNGram(6), new SuppressTokens([3]), new TokenBias(new Dictionary<int, float> { [4] = 0.1f }),
            new PresencePenalty(0.1f), new FrequencyPenalty(0.1f), new SuppressSequences([[4, 5], [6]]), new ForcedPrefix([7, 8]), new MustContain([[7], [9, 10]], [1], Steps, 0.5f), new SoftPrefix([7, 8, 9], 0.2f),
            new AllowedTokens(prefix => Allowed), new PatternConstraint(TokenAutomaton.Compile("(aa)*", [null, null, .. Enumerable.Repeat("a", 298)]), [1])];

    public static TheoryData<SearchOptions> Searches { get; } =
    [
        Greedy,
        Greedy with { MinLength = 3, Processors = Processors },
        Greedy with { BeamSize = 4, HypothesisCount = 4, LengthPenalty = LengthPenalty.Gnmt(0.6) },
        Greedy with { BeamSize = 4, MinLength = 3, Processors = Processors },
        Greedy with { AlternativeCount = 3, StopSequences = [[4, 2, 3]] },
        Greedy with { BeamSize = 4, AlternativeCount = 3, StopSequences = [[4, 2, 3]] },
        Greedy with { BeamSize = 6, BeamGroups = 3, DiversityPenalty = 0.5, HypothesisCount = 6 },
        Greedy with { Sampling = new() },
        Greedy with { HypothesisCount = 3, Sampling = new() { Temperature = 0.8f, TopK = 50 } },
        Greedy with { HypothesisCount = 3, Sampling = new() { TopP = 0.95f, MinP = 0.01f } },
        Greedy with { Sampling = new() { MinP = 0.1f }, Processors = Processors },
        Greedy with { Sampling = new() { TopK = 200, Epsilon = 0.001f } },
        Greedy with { HypothesisCount = 2, Sampling = new() { TypicalP = 0.9f, Eta = 0.001f } },
        Greedy with { HypothesisCount = 2, Sampling = new() { Mirostat = new() } },
        Greedy with { KeepAttention = true },
        Greedy with { BeamSize = 4, HypothesisCount = 4, KeepAttention = true, CoveragePenalty = CoveragePenalty.Wu(0.2) },
        Greedy with { BeamSize = 4, HypothesisCount = 2, StochasticBeam = new() },
    ];

    public static TheoryData<SearchOptions> Compositions { get; } = [Greedy, Greedy with { BeamSize = 4 }, Greedy with { Sampling = new() { TopK = 50 } }];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_step_allocates_nothing_once_warm(SearchOptions options) => AssertNothingAllocated(options, model => model);

    [Theory]
    [MemberData(nameof(Compositions))]
    public void A_step_of_a_composed_model_allocates_nothing(SearchOptions options)
    {
        AssertNothingAllocated(options, model => new EnsembleModel([model, model.Twin()]));
        AssertNothingAllocated(options, model => new ShallowFusionModel(model, model.Twin(), 0.3f));
    }

    [Fact]
    public void Streaming_a_beam_allocates_nothing() =>
        AssertNothingAllocated(Greedy with { BeamSize = 4 }, model => model, new DecodingRequest { Observer = new Silent() });

    private static void AssertNothingAllocated(SearchOptions options, Func<HashModel, IStepModel> compose, DecodingRequest? request = null)
    {
        foreach (var inputs in new[] { new uint[] { 1 }, [.. Enumerable.Range(0, 32).Select(input => (uint)input)] })
        {
            var allocated = new long[Steps];
            var steps = 0;
            var model = new HashModel(new HashDistribution(300), inputs, options.RowsPerInput)
            {
                OnStep = step => allocated[steps = step] = GC.GetAllocatedBytesForCurrentThread(),
            };
            var decoder = new Decoder(options);
            var composed = compose(model);
            decoder.Decode(composed, request ?? DecodingRequest.Default);

            // From the first step to the last: rows end and leave on the way, results are made after it. What a step allocates shows in
            // every decode; what the runtime allocates when it compiles a method once more shows in some of them.
            var least = long.MaxValue;
            for (var round = 0; round < 20 && least > 0; round++)
            {
                model.Reset(inputs);
                model.LastTwin?.Reset(inputs);
                decoder.Decode(composed, request ?? DecodingRequest.Default);
                Assert.True(steps > 3, $"only {steps} steps");
                least = Math.Min(least, allocated[steps] - allocated[0]);
            }

            Assert.Equal(0, least);
        }
    }

    private sealed class Silent : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token) => true;
    }
}
