namespace Seq.Decoding;

/// <summary>How tokens are drawn at random. The steps apply in the order of the properties below.</summary>
/// <remarks>
/// With logits l of one row (after the logits processors), all in float64:
/// <list type="number">
/// <item>s[i] = l[i] / <see cref="Temperature"/> − max l / <see cref="Temperature"/>; w[i] = exp(s[i]).</item>
/// <item><see cref="TopK"/> keeps the k tokens of greatest logit, ties to the lowest id.</item>
/// <item><see cref="TopP"/> goes through the kept tokens by falling logit (ties: rising id) and keeps each one before which less than
/// p of their total weight has gone by; so the token that crosses p stays, and at least one token does.</item>
/// <item><see cref="MinP"/> keeps those with w[i] ≥ m: at least m times as likely as the likeliest.</item>
/// <item><see cref="TypicalP"/> goes by rising distance |s[i] − s̄| with s̄ = Σ w s / Σ w, which is |−log p[i] − entropy|, and keeps each
/// token when less than p of the total weight is strictly closer; so equal distances stay or go together.</item>
/// <item><see cref="Epsilon"/> keeps those with w[i] ≥ ε Σ w, and the likeliest.</item>
/// <item><see cref="Eta"/> keeps those with w[i] ≥ min(ε Σ w, √ε exp(s̄)), and the likeliest; the second term is √ε exp(−entropy) Σ w.</item>
/// <item><see cref="Mirostat"/> keeps those with w[i] ≥ 2^(−μ) Σ w, and the likeliest.</item>
/// <item>With u = <see cref="CounterRandom.Uniform(ulong, uint, uint, uint)"/>(<see cref="Seed"/>, row key, sample, step), the token is the first one whose
/// cumulative weight exceeds u times the total. The kept tokens stand by falling logit, ties by rising id, when any of the filters
/// is in force; in the order of their ids when none is.</item>
/// </list>
/// Sums run over the tokens that the filters before have kept, one after another in the order named: falling logit for kept tokens,
/// rising id for the whole vocabulary (as long as no filter came before). So equal logits and seeds give equal tokens in any place.
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

    /// <summary>The share of probability that stays, tokens of the most usual surprise first: locally typical sampling (Meister et al. 2023, arXiv:2202.00666).</summary>
    /// <value>Above 0 and at most 1; null, the default, and 1 keep all.</value>
    public float? TypicalP { get; init; }

    /// <summary>How likely a token must be to stay: epsilon sampling (Hewitt et al. 2022, §4, arXiv:2210.15191).</summary>
    /// <value>From 0 to below 1, usually near 0.001; null, the default, and 0 keep all.</value>
    public float? Epsilon { get; init; }

    /// <summary>
    /// As <see cref="Epsilon"/>, with a bound that falls where the model is unsure: eta sampling (Hewitt et al. 2022, §4, arXiv:2210.15191).
    /// </summary>
    /// <value>The ε of the paper, from 0 to below 1, usually near 0.001; null, the default, and 0 keep all.</value>
    public float? Eta { get; init; }

    /// <summary>Keeps the surprise near a target, step after step. It cuts off tokens itself, so only the temperature goes with it.</summary>
    /// <value>Null, the default, does not.</value>
    public MirostatOptions? Mirostat { get; init; }

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

        foreach (var (name, value) in new[] { (nameof(TopP), TopP), (nameof(TypicalP), TypicalP) })
        {
            if (value is { } p && !(p > 0f && p <= 1f))
            {
                yield return FormattableString.Invariant($"Sampling.{name} is {p}; it must be above 0 and at most 1. Leave it null to keep all tokens.");
            }
        }

        if (MinP is { } m && !(m >= 0f && m <= 1f))
        {
            yield return FormattableString.Invariant($"Sampling.MinP is {m}; it must be from 0 to 1. Leave it null to keep all tokens.");
        }

        foreach (var (name, value) in new[] { (nameof(Epsilon), Epsilon), (nameof(Eta), Eta) })
        {
            if (value is { } bound && !(bound >= 0f && bound < 1f))
            {
                yield return FormattableString.Invariant($"Sampling.{name} is {bound}; it must be from 0 to below 1. Leave it null to keep all tokens.");
            }
        }

        foreach (var problem in FindMirostatProblems())
        {
            yield return problem;
        }
    }

    private IEnumerable<string> FindMirostatProblems()
    {
        if (Mirostat is null)
        {
            yield break;
        }

        foreach (var problem in Mirostat.FindProblems())
        {
            yield return problem;
        }

        if ((TopK, TopP, MinP, TypicalP, Epsilon, Eta) != (null, null, null, null, null, null))
        {
            yield return "Sampling.Mirostat is set together with another filter (TopK, TopP, MinP, TypicalP, Epsilon or Eta); "
                + "mirostat adapts its own cut to the target. Keep one of them.";
        }
    }
}
