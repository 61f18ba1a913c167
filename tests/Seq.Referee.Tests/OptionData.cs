using Seq.Decoding;
using Seq.Decoding.Composition;

namespace Seq.Referee.Tests;

/// <summary>Search options as the referee writes them; what is left out is the default of <see cref="SearchOptions"/>.</summary>
internal sealed record OptionData(IReadOnlyList<int> EndTokens, int MaxLength)
{
    public int BeamSize { get; init; } = 1;

    public int BeamGroups { get; init; } = 1;

    public double DiversityPenalty { get; init; }

    public int HypothesisCount { get; init; } = 1;

    public int? AlternativesAt { get; init; }

    public int MinLength { get; init; }

    public double? MinLengthRatio { get; init; }

    public double? MaxLengthRatio { get; init; }

    public Weighted? LengthPenalty { get; init; }

    public Weighted? CoveragePenalty { get; init; }

    public EarlyStopping EarlyStopping { get; init; }

    public double Patience { get; init; } = 1;

    public IReadOnlyList<IReadOnlyList<int>> StopSequences { get; init; } = [];

    public IReadOnlyList<ProcessorData> Processors { get; init; } = [];

    public SamplingOptions? Sampling { get; init; }

    public StochasticBeamOptions? StochasticBeam { get; init; }

    /// <summary>Other models that take part.</summary>
    public CompositionData? Composition { get; init; }

    /// <summary>The forced prefix of each source, [sources].</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Prefixes { get; init; }

    /// <summary>The maximum length of each source, [sources].</summary>
    public IReadOnlyList<int>? MaxLengths { get; init; }

    /// <summary>Whether given targets are scored and nothing is searched.</summary>
    public bool Score { get; init; }

    internal SearchOptions ToSearchOptions(int startToken) => new()
    {
        StartToken = startToken,
        EndTokens = EndTokens,
        MaxLength = MaxLength,
        BeamSize = BeamSize,
        BeamGroups = BeamGroups,
        DiversityPenalty = DiversityPenalty,
        HypothesisCount = HypothesisCount,
        AlternativesAt = AlternativesAt,
        MinLength = MinLength,
        MinLengthRatio = MinLengthRatio,
        MaxLengthRatio = MaxLengthRatio,
        LengthPenalty = LengthPenalty switch
        {
            null => Decoding.LengthPenalty.None,
            { Kind: "average" } => Decoding.LengthPenalty.Average,
            { Kind: "power" } power => Decoding.LengthPenalty.Power(power.Weight),
            { Kind: "gnmt" } gnmt => Decoding.LengthPenalty.Gnmt(gnmt.Weight),
            _ => throw new InvalidDataException($"Unknown length penalty {LengthPenalty.Kind}."),
        },
        CoveragePenalty = CoveragePenalty switch
        {
            null => Decoding.CoveragePenalty.None,
            { Kind: "wu" } wu => Decoding.CoveragePenalty.Wu(wu.Weight),
            { Kind: "summary" } summary => Decoding.CoveragePenalty.Summary(summary.Weight),
            _ => throw new InvalidDataException($"Unknown coverage penalty {CoveragePenalty.Kind}."),
        },
        EarlyStopping = EarlyStopping,
        Patience = Patience,
        StopSequences = StopSequences,
        Processors = [.. Processors.Select(processor => processor.ToProcessor())],
        Sampling = Sampling,
        StochasticBeam = StochasticBeam,
    };
}

/// <summary>A penalty and its weight.</summary>
internal sealed record Weighted(string Kind, double Weight);

/// <summary>An ensemble with the second model, or shallow fusion by it.</summary>
internal sealed record CompositionData(string Kind)
{
    public EnsembleAverage Average { get; init; }

    public IReadOnlyList<float>? Weights { get; init; }

    public float Weight { get; init; }
}
