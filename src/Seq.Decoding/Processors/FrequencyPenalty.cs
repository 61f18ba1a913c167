namespace Seq.Decoding.Processors;

/// <summary>Lowers each token of the hypothesis by a fixed amount for every time that it occurs.</summary>
/// <remarks>l[v] ← l[v] − α · c[v], c[v] being how often v is in the prefix; subtracted one occurrence after another.</remarks>
public sealed class FrequencyPenalty : ILogitsProcessor
{
    /// <param name="alpha">α, in nats: log 2 halves a token's odds at each occurrence. 0 changes nothing; below 0 tokens come back more often.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public FrequencyPenalty(float alpha)
    {
        if (!float.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The frequency penalty must be finite. Use 0 to switch it off.");
        }

        Alpha = alpha;
    }

    /// <summary>α.</summary>
    public float Alpha { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        foreach (var token in prefix)
        {
            logits[token] -= Alpha;
        }
    }
}
