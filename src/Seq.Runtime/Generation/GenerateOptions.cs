using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>How to generate: the search, what differs from input to input, and how the work is cut.</summary>
public sealed record GenerateOptions
{
    /// <summary>The options that are used when none are given; new ones each time, so that what is bound to them reaches nobody else.</summary>
    public static GenerateOptions Default => new();

    /// <summary>The search; start from <see cref="SeqModel.DefaultSearch"/> and change it by <c>with</c>.</summary>
    /// <value>Null, the default, takes <see cref="SeqModel.DefaultSearch"/>.</value>
    public SearchOptions? Search { get; init; }

    /// <summary>What differs from input to input (each list has one entry per input), who watches, and what a cancellation leaves.</summary>
    /// <value>As <see cref="DecodingRequest.Default"/> by default: nothing, nobody, an exception.</value>
    public DecodingRequest Request { get; init; } = new();

    /// <summary>
    /// Texts that end a hypothesis with <see cref="FinishReason.Stopped"/>. What was generated up to the stop text is the result's text,
    /// whatever tokens it is cut into; the tokens go as far as the one that completed it. With streaming, text that may still become one is held back.
    /// A beam is stopped when the text that all its hypotheses have in common holds one; the text of a further hypothesis that holds one is cut there too,
    /// while its tokens, and its reason where an end token ended it, stay as they are.
    /// </summary>
    /// <value>Empty by default. Not with a stochastic beam, which settles nothing before its end.</value>
    public IReadOnlyList<string> StopTexts { get; init; } = [];

    /// <summary>Other models that decode together with this one: an ensemble, or a language model by shallow fusion.</summary>
    /// <value>Null by default: the model alone.</value>
    public ModelComposition? Composition { get; init; }

    /// <summary>What to put in place of unknown tokens in texts; needs a model with attention, and an unknown token in its target vocabulary.</summary>
    /// <value>Null by default: they stay.</value>
    public UnknownReplacement? UnknownReplacement { get; init; }

    /// <summary>The most inputs that are decoded together. A longer batch is cut into parts of similar length; no result depends on it.</summary>
    /// <value>At least 1; 64 by default.</value>
    public int MaxBatchSize { get; init; } = DefaultMaxBatchSize;

    /// <summary>
    /// Whether a graph does the whole decode, as in hosts without Seq: <c>generate-sample</c> with <see cref="SearchOptions.Sampling"/>,
    /// <c>generate-beam</c> with a beam, else <c>generate-greedy</c>. The tokens are the same; logits processors and what differs from input to
    /// input, row keys excepted, are for the host alone. See docs/in-graph-decoding.md.
    /// </summary>
    /// <value>False by default: the host steps.</value>
    public bool InGraph { get; init; }

    internal const int DefaultMaxBatchSize = 64;
}
