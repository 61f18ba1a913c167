namespace Seq.Decoding.Processors;

/// <summary>Makes tokens that the hypothesis already contains less likely.</summary>
/// <remarks>
/// For each distinct token v of the prefix: l[v] ← l[v] / θ if l[v] &gt; 0, else l[v] · θ, so that the logit
/// falls whatever its sign. Source: Keskar et al. 2019, §4.1 (arXiv:1909.05858), which only divides.
/// </remarks>
public sealed class RepetitionPenalty : ILogitsProcessor
{
    /// <param name="theta">θ ≥ 1; 1 changes nothing, 1.2 is the paper's choice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is below 1 or not finite.</exception>
    public RepetitionPenalty(float theta)
    {
        if (!float.IsFinite(theta) || theta < 1f)
        {
            throw new ArgumentOutOfRangeException(
                nameof(theta), theta, "The repetition penalty must be a finite number of at least 1. Use 1 to switch it off.");
        }

        Theta = theta;
    }

    /// <summary>θ.</summary>
    public float Theta { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        for (var step = 0; step < prefix.Length; step++)
        {
            var token = prefix[step];
            if (prefix[..step].Contains(token))
            {
                continue; // Already penalised: the rule counts distinct tokens, not occurrences.
            }

            ref var logit = ref logits[token];
            logit = logit > 0f ? logit / Theta : logit * Theta;
        }
    }
}
