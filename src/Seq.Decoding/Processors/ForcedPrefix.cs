namespace Seq.Decoding.Processors;

/// <summary>Makes the output begin with given tokens.</summary>
/// <remarks>
/// At step t, while t is within the tokens y: l[v] ← −∞ for all v but y[t], and l[y[t]] ← 0 if the model holds it impossible. So a forced
/// token is certain, its log-probability is 0, and the score of a hypothesis is that of its continuation.
/// </remarks>
public sealed class ForcedPrefix : ILogitsProcessor
{
    private readonly int[] _tokens;

    /// <param name="tokens">y: the first tokens of the output, without the start token.</param>
    /// <exception cref="ArgumentException">There are no tokens, or one is negative.</exception>
    public ForcedPrefix(IEnumerable<int> tokens) => _tokens = TokenIds.Sequence(tokens, nameof(tokens));

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        if (prefix.Length >= _tokens.Length)
        {
            return;
        }

        var token = _tokens[prefix.Length];
        var logit = logits[token];
        logits.Fill(float.NegativeInfinity);
        logits[token] = float.IsNegativeInfinity(logit) ? 0f : logit;
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => TokenIds.FindProblem(nameof(ForcedPrefix), _tokens.Max(), vocabularySize);

    /// <inheritdoc/>
    public string? FindConflict(SearchOptions search, int maxLength) => _tokens.Length > maxLength
        ? $"{nameof(ForcedPrefix)} has {_tokens.Length} tokens, but the search ends after {maxLength}. Shorten it, or raise MaxLength."
        : null;
}
