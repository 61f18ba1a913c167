using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>Which tokens the loss of a training step compares.</summary>
public enum LossKind
{
    /// <summary>Cross-entropy over all tokens; computed in chunks of rows, so that memory does not grow with rows times vocabulary.</summary>
    [JsonStringEnumMemberName("softmax")]
    Softmax,

    /// <summary>Cross-entropy over the target and a sample of tokens drawn by rank: sampled softmax (Jean et al. 2015, arXiv:1412.2007).</summary>
    [JsonStringEnumMemberName("sampled")]
    Sampled,
}

/// <summary>The loss that a training minimises. Validation always computes the full cross-entropy.</summary>
public sealed record LossSettings
{
    /// <summary>Which tokens are compared; all by default.</summary>
    public LossKind Kind { get; init; } = LossKind.Softmax;

    /// <summary>Tokens drawn for a step of the sampled softmax; the whole batch shares them.</summary>
    public int Samples { get; init; } = 1_024;

    /// <summary>Share of the training, from 0 to 1, that the sampled softmax is for; the full one takes over then. 1, the default, never changes over.</summary>
    public double SampledUntil { get; init; } = 1;

    /// <summary>Share of the target's probability that is spread over all tokens (Szegedy et al. 2016, §7); in [0, 1). For the full softmax.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The settings in force at a share of the training.</summary>
    internal LossSettings At(double share) => Kind == LossKind.Sampled && share >= SampledUntil ? this with { Kind = LossKind.Softmax } : this;

    internal IEnumerable<string> Problems()
    {
        if (!(SampledUntil is > 0 and <= 1) || (SampledUntil != 1 && Kind != LossKind.Sampled))
        {
            yield return FormattableString.Invariant($"loss.sampled_until is {SampledUntil}; it must lie in (0, 1], and be 1 without loss.kind sampled.");
        }

        if (Samples is < 1 or > 4_000_000)
        {
            yield return $"loss.samples is {Samples}; it must lie between 1 and 4000000.";
        }

        if (!(LabelSmoothing is >= 0 and < 1))
        {
            yield return FormattableString.Invariant($"loss.label_smoothing is {LabelSmoothing}; it must lie in [0, 1).");
        }

        if (Kind == LossKind.Sampled && LabelSmoothing != 0)
        {
            yield return "loss.label_smoothing has no effect on a sampled softmax; set it to 0 or take loss.kind softmax.";
        }
    }
}
