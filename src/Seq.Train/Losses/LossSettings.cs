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

/// <summary>What the sum of the tokens' losses is divided by.</summary>
public enum LossAverage
{
    /// <summary>The sum of the tokens' weights: the mean over all tokens of a batch.</summary>
    [JsonStringEnumMemberName("tokens")]
    Tokens,

    /// <summary>The rows of a batch: the mean over rows of their sums.</summary>
    [JsonStringEnumMemberName("rows")]
    Rows,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The tokens of a row, each row by its own weights: the sum over rows of their means.</summary>
    [JsonStringEnumMemberName("steps")]
    Steps,
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

    /// <summary>What the sum of the tokens' losses is divided by; their weights by default.</summary>
    public LossAverage Average { get; init; }

    /// <summary>What some tokens count as targets, as texts <c>token=weight</c>; all others count 1. Null for no weights.</summary>
    public IReadOnlyList<string>? TokenWeights { get; init; }

    /// <summary>What the targets of a row count, first position first; those beyond count as the last. Null for 1.</summary>
    public IReadOnlyList<double>? PositionWeights { get; init; }

    /// <summary>Share of the target's probability that is spread over all tokens (Szegedy et al. 2016, §7); in [0, 1). For the full softmax.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>λ of the coverage loss, which is added to the cross-entropy: what looking again at a source token costs (See et al. 2017, eq. 13; they use 1). For models with coverage; 0 for none.</summary>
    public double Coverage { get; init; }

    /// <summary>The settings in force at a share of the training.</summary>
    internal LossSettings At(double share) => Kind == LossKind.Sampled && share >= SampledUntil ? this with { Kind = LossKind.Softmax } : this;

    /// <summary>Reads <c>token=weight</c>; the token may hold the sign itself.</summary>
    internal static (string Token, double Weight)? WeightOf(string text)
    {
        var split = text.LastIndexOf('=');
        return split > 0 && double.TryParse(text.AsSpan(split + 1), System.Globalization.CultureInfo.InvariantCulture, out var weight) ? (text[..split], weight) : null;
    }

    internal IEnumerable<string> Problems()
    {
        foreach (var text in TokenWeights ?? [])
        {
            if (text is null || WeightOf(text) is not { Weight: >= 0 and <= 1e6 }) // A list in JSON may hold null, whatever its type says.
            {
                yield return $"loss.token_weights holds {(text is null ? "null" : $"'{text}'")}; write token=weight with a weight from 0 to 1000000.";
            }
        }

        if (PositionWeights is not null && (PositionWeights.Count == 0 || PositionWeights.Any(weight => weight is not (>= 0 and <= 1e6))))
        {
            yield return "loss.position_weights must hold numbers from 0 to 1000000, at least one.";
        }

        if (!(SampledUntil is > 0 and <= 1))
        {
            yield return FormattableString.Invariant($"loss.sampled_until is {SampledUntil}; it must lie in (0, 1].");
        }

        if (!(Coverage is >= 0 and <= 1e6))
        {
            yield return FormattableString.Invariant($"loss.coverage is {Coverage}; it must lie between 0 and 1000000.");
        }

        if (Samples is < 1 or > 4_000_000)
        {
            yield return $"loss.samples is {Samples}; it must lie between 1 and 4000000.";
        }

        if (!(LabelSmoothing is >= 0 and < 1))
        {
            yield return FormattableString.Invariant($"loss.label_smoothing is {LabelSmoothing}; it must lie in [0, 1).");
        }
    }

    /// <summary>Settings that do nothing beside the others here.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective()
    {
        if (SampledUntil != 1 && Kind != LossKind.Sampled)
        {
            yield return new("loss.sampled_until", "loss.sampled_until has an effect only with loss.kind sampled", "leave it at 1");
        }

        if (Kind == LossKind.Sampled && LabelSmoothing != 0)
        {
            yield return new("loss.label_smoothing", "loss.label_smoothing has no effect on a sampled softmax", "set it to 0 or take loss.kind softmax");
        }
    }
}
