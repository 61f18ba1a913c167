namespace Seq.Decoding.Processors;

/// <summary>Makes tokens more or less likely by a fixed amount: l[v] ← l[v] + b[v].</summary>
public sealed class TokenBias : ILogitsProcessor
{
    private readonly (int Token, float Bias)[] _biases;

    /// <param name="biases">What to add to the logit of each token, in nats: log 2 doubles a token's odds, −∞ forbids it.</param>
    /// <exception cref="ArgumentException">A token is negative, or a bias is NaN or +∞.</exception>
    public TokenBias(IReadOnlyDictionary<int, float> biases)
    {
        ArgumentNullException.ThrowIfNull(biases);
        _ = TokenIds.Distinct(biases.Keys, nameof(biases));
        foreach (var (token, bias) in biases)
        {
            if (float.IsNaN(bias) || float.IsPositiveInfinity(bias))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The bias of token {token} is {bias}; it must be finite or -Infinity."), nameof(biases));
            }
        }

        _biases = [.. biases.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key)];
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        foreach (var (token, bias) in _biases)
        {
            logits[token] += bias;
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => TokenIds.FindProblem(nameof(TokenBias), _biases.LastOrDefault().Token, vocabularySize);
}
