namespace Seq.Decoding.Processors;

/// <summary>Lowers each token that the hypothesis already contains by a fixed amount, however often it occurs.</summary>
/// <remarks>l[v] ← l[v] − α for each distinct token v of the prefix.</remarks>
public sealed class PresencePenalty : ILogitsProcessor
{
    /// <param name="alpha">α, in nats: log 2 halves a token's odds. 0 changes nothing; below 0 tokens come back more often.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public PresencePenalty(float alpha)
    {
        if (!float.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The presence penalty must be finite. Use 0 to switch it off.");
        }

        Alpha = alpha;
    }

    /// <summary>α.</summary>
    public float Alpha { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        for (var step = 0; step < prefix.Length; step++)
        {
            if (!prefix[..step].Contains(prefix[step]))
            {
                logits[prefix[step]] -= Alpha;
            }
        }
    }
}
