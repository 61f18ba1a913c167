namespace Seq.Decoding;

/// <summary>How tokens are drawn at random. The steps apply in the order of the properties below.</summary>
/// <remarks>
/// With logits l of one row (after the logits processors), all in float64:
/// <list type="number">
/// <item>s[i] = l[i] / <see cref="Temperature"/>; w[i] = exp(s[i] − max s).</item>
/// <item><see cref="TopK"/> keeps the k tokens of greatest logit, ties to the lowest id.</item>
/// <item><see cref="TopP"/> goes through the kept tokens by falling logit (ties: rising id) and keeps each one before which less than
/// p of their total weight has gone by; so the token that crosses p stays, and at least one token does.</item>
/// <item><see cref="MinP"/> keeps those with w[i] ≥ m: at least m times as likely as the likeliest.</item>
/// <item>With u = <see cref="CounterRandom.Uniform(ulong, uint, uint, uint)"/>(<see cref="Seed"/>, row key, sample, step), the token is the first one whose
/// cumulative weight exceeds u times the total. The kept tokens stand by falling logit, ties by rising id, when any of the three
/// is in force; in the order of their ids when none is.</item>
/// </list>
/// Weights are summed one after another in the order named: falling logit for kept tokens, rising id for the whole vocabulary (which
/// is also the total that top-p refers to when there is no top-k). So equal logits and seeds give equal tokens in any place.
/// </remarks>
public sealed record SamplingOptions
{
    /// <summary>What the logits are divided by: below 1 sharpens, above 1 flattens the distribution.</summary>
    /// <value>Finite and above 0; 1 by default.</value>
    public float Temperature { get; init; } = 1f;

    /// <summary>How many of the likeliest tokens stay; all of them when it exceeds the vocabulary.</summary>
    /// <value>At least 1; null, the default, keeps all.</value>
    public int? TopK { get; init; }

    /// <summary>The share of probability that stays, likeliest tokens first: nucleus sampling (Holtzman et al. 2020, arXiv:1904.09751).</summary>
    /// <value>Above 0 and at most 1; null, the default, and 1 keep all.</value>
    public float? TopP { get; init; }

    /// <summary>How likely a token must be, relative to the likeliest one, to stay (Nguyen et al. 2024, arXiv:2407.01082).</summary>
    /// <value>From 0 to 1; null, the default, and 0 keep all.</value>
    public float? MinP { get; init; }

    /// <summary>Chooses the stream of random numbers: the same seed gives the same tokens, on any thread and in any batch.</summary>
    /// <value>0 by default.</value>
    public ulong Seed { get; init; }

    internal IEnumerable<string> FindProblems()
    {
        if (!float.IsFinite(Temperature) || Temperature <= 0f)
        {
            yield return FormattableString.Invariant(
                $"Sampling.Temperature is {Temperature}; it must be finite and above 0. For the likeliest token at each step leave Sampling null.");
        }

        if (TopK is < 1)
        {
            yield return $"Sampling.TopK is {TopK}; it must be at least 1. Leave it null to keep all tokens.";
        }

        if (TopP is { } p && !(p > 0f && p <= 1f))
        {
            yield return FormattableString.Invariant($"Sampling.TopP is {p}; it must be above 0 and at most 1. Leave it null to keep all tokens.");
        }

        if (MinP is { } m && !(m >= 0f && m <= 1f))
        {
            yield return FormattableString.Invariant($"Sampling.MinP is {m}; it must be from 0 to 1. Leave it null to keep all tokens.");
        }
    }
}
