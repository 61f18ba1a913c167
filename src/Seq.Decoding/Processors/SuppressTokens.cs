namespace Seq.Decoding.Processors;

/// <summary>Makes tokens impossible: l[v] ← −∞.</summary>
public sealed class SuppressTokens : ILogitsProcessor
{
    private readonly int[] _tokens;

    /// <param name="tokens">The tokens that must not appear.</param>
    /// <exception cref="ArgumentException">A token is negative.</exception>
    public SuppressTokens(IEnumerable<int> tokens) => _tokens = TokenIds.Distinct(tokens, nameof(tokens));

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        foreach (var token in _tokens)
        {
            logits[token] = float.NegativeInfinity;
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => TokenIds.FindProblem(nameof(SuppressTokens), _tokens.LastOrDefault(), vocabularySize);
}
