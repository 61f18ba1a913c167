using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>How to score given targets.</summary>
public sealed record ScoreOptions
{
    /// <summary>The options that are used when none are given; new ones each time, so that what is bound to them reaches nobody else.</summary>
    public static ScoreOptions Default => new();

    /// <summary>The search whose processors, minimum length and length penalty count; the score of what it found is then the score it reported.</summary>
    /// <value>Null, the default, takes <see cref="SeqModel.DefaultSearch"/>.</value>
    public SearchOptions? Search { get; init; }

    /// <summary>Other models that decode together with this one: an ensemble, or a language model by shallow fusion.</summary>
    /// <value>Null by default: the model alone.</value>
    public ModelComposition? Composition { get; init; }

    /// <summary>The most targets that are scored together; no result depends on it.</summary>
    /// <value>At least 1; 64 by default.</value>
    public int MaxBatchSize { get; init; } = GenerateOptions.DefaultMaxBatchSize;
}
