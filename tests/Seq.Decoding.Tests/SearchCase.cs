using FsCheck;
using FsCheck.Fluent;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

/// <summary>A generated model with inputs and search options.</summary>
internal sealed record SearchCase(HashDistribution Distribution, uint[] Inputs, SearchOptions Options)
{
    private static readonly Gen<int> BeamSizes = Gen.Choose(2, 9); // First, as the cases below are made of it.

    /// <summary>Greedy searches; the processors leave some token possible, so that no batch fails for one of its rows.</summary>
    internal static Gen<SearchCase> Greedy { get; } = Cases(beam: Gen.Constant(1), rules: Gen.Constant(EarlyStopping.WhenNoBetterPossible));

    /// <summary>Beam searches of all kinds.</summary>
    internal static Gen<SearchCase> Beam { get; } = Cases(
        beam: BeamSizes, rules: Gen.Elements(EarlyStopping.WhenNoBetterPossible, EarlyStopping.WhenBeamFull, EarlyStopping.Heuristic));

    /// <summary>Sampling with every mixture of temperature and filters.</summary>
    internal static Gen<SearchCase> Sampled { get; } =
        from @case in Greedy
        from sampling in Sampling
        from count in Gen.Choose(1, 4)
        select @case with { Options = @case.Options with { Sampling = sampling, HypothesisCount = count } };

    /// <summary>Beams drawn at random without replacement.</summary>
    internal static Gen<SearchCase> Stochastic { get; } =
        from @case in Beam
        from seed in Gen.Choose(0, int.MaxValue)
        select @case with
        {
            Options = @case.Options with
            {
                StochasticBeam = new() { Seed = (ulong)seed * 0x9e3779b97f4a7c15 },
                BeamGroups = 1,
                DiversityPenalty = 0,
                EarlyStopping = EarlyStopping.WhenNoBetterPossible,
                Patience = 1,
            },
        };

    /// <summary>Greedy searches that part at some step.</summary>
    internal static Gen<SearchCase> Parting { get; } =
        from @case in Greedy
        from at in Gen.Choose(0, @case.Options.MaxLength - 1)
        from count in Gen.Choose(2, 5)
        select @case with { Options = @case.Options with { AlternativesAt = at, HypothesisCount = count } };

    internal static Gen<SearchCase> Any { get; } = Gen.OneOf(Greedy, Beam, Sampled, Stochastic);

    /// <summary>Searches whose maximum length must stay what it is, too.</summary>
    internal static Gen<SearchCase> OfFixedLength { get; } = Gen.OneOf(Any, Any, Any, Parting);

    /// <summary>Searches of all kinds under a rule that leaves some prefixes without a token.</summary>
    internal static Gen<SearchCase> WithDeadEnds { get; } =
        from @case in OfFixedLength
        from percent in Gen.Elements(30, 60, 85)
        select @case with { Options = @case.Options with { Processors = [.. @case.Options.Processors, new PrefixRule(percent)] } };

    internal static Gen<SamplingOptions> Sampling { get; } =
        from temperature in Gen.Elements(0.3f, 1f, 2.5f)
        from topK in Gen.Elements<int?>(null, 2, 2, 3, 50)
        from topP in Gen.Elements<float?>(null, 0.2f, 0.7f, 0.95f, 1f)
        from minP in Gen.Elements<float?>(null, 0f, 0.1f, 0.6f)
        from typicalP in Gen.Elements<float?>(null, null, 0.1f, 0.5f, 0.9f, 1f)
        from epsilon in Gen.Elements<float?>(null, null, 0f, 0.02f, 0.3f)
        from eta in Gen.Elements<float?>(null, null, 0f, 0.02f, 0.3f)
        from mirostat in Gen.Elements<MirostatOptions?>(
            null, null, null, null, new MirostatOptions(), new MirostatOptions { TargetSurprise = 1f, LearningRate = 0.7f })
        from seed in Gen.Choose(0, int.MaxValue)
        let options = new SamplingOptions { Temperature = temperature, Seed = (ulong)seed * 0x9e3779b97f4a7c15 }
        select mirostat is not null
            ? options with { Mirostat = mirostat }
            : options with { TopK = topK, TopP = topP, MinP = minP, TypicalP = typicalP, Epsilon = epsilon, Eta = eta };

    /// <summary>Some numbers in disorder: the inputs of a batch.</summary>
    internal static Gen<uint[]> InputKeys { get; } =
        from count in Gen.Choose(1, 5)
        from keys in Gen.ArrayOf(Gen.Choose(0, int.MaxValue), count)
        select keys.Select(key => (uint)key).ToArray();

    /// <summary>The number of tokens of each source.</summary>
    internal int[] SourceLengths => [.. Inputs.Select(HashDistribution.SourceLength)];

    internal HashModel Model(params uint[] inputs) => new(Distribution, inputs.Length == 0 ? Inputs : inputs, Options.RowsPerInput);

    private static Gen<SearchCase> Cases(Gen<int> beam, Gen<EarlyStopping> rules) =>
        from vocabulary in Gen.Choose(3, 12)
        from levels in Gen.Elements(0, 0, 2, 4)
        from impossible in Gen.Elements(0, 0, 40)
        from inputs in InputKeys
        from groupSize in beam
        from groups in beam == BeamSizes ? Gen.Elements(1, 1, 2, 3) : Gen.Constant(1)
        let size = groupSize * groups
        from diversity in groups == 1 ? Gen.Constant(0.0) : Gen.Elements(0.1, 0.7, 5.0)
        from count in Gen.Choose(1, size)
        from rule in rules
        from patience in Gen.Elements(1.0, 1.0, 1.5, 2.0)
        from maxLength in Gen.Choose(1, 8)
        from minLength in Gen.Choose(0, Math.Min(maxLength, 3))
        from ends in Gen.Choose(0, 2)
        from penalty in Gen.Elements(
            LengthPenalty.None, LengthPenalty.Average, LengthPenalty.Power(0.6), LengthPenalty.Power(-0.5), LengthPenalty.Gnmt(0.8))
        from stops in Gen.SubListOf<IReadOnlyList<int>>([2], [0, 2], [0, 0, 1])
        from coverage in Gen.Elements(CoveragePenalty.None, CoveragePenalty.None, CoveragePenalty.Wu(0.4), CoveragePenalty.Summary(0.7))
        from attention in Gen.Elements(false, true)
        from alternatives in Gen.Elements(0, 0, 3)
        from processors in Gen.SubListOf<ILogitsProcessor>(
            new RepetitionPenalty(1.3f), new TokenBias(new Dictionary<int, float> { [1] = 0.5f, [2] = -1f }),
            new PresencePenalty(0.4f), new FrequencyPenalty(0.3f), new SoftPrefix([2, 2, 0], 0.3f))
        select new SearchCase(
            new HashDistribution(vocabulary, levels, minLength > 0 ? 0 : impossible),
            inputs,
            new SearchOptions
            {
                StartToken = 0,
                EndTokens = [.. Enumerable.Range(1, ends)],
                StopSequences = [.. stops.Where(stop => !stop.Intersect(Enumerable.Range(1, ends)).Any())],
                AlternativeCount = alternatives,
                BeamSize = size,
                BeamGroups = groups,
                DiversityPenalty = diversity,
                HypothesisCount = count,
                EarlyStopping = rule,
                Patience = rule == EarlyStopping.WhenBeamFull ? patience : 1,
                MaxLength = maxLength,
                MinLength = ends == 0 ? 0 : minLength,
                LengthPenalty = penalty,
                CoveragePenalty = coverage,
                KeepAttention = attention,
                Processors = [.. processors],
            });
}
