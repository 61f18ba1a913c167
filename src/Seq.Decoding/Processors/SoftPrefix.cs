using Seq.Decoding.Kernels;

namespace Seq.Decoding.Processors;

/// <summary>Draws the output towards given first tokens, as long as it follows them; a model that is sure of something else may leave.</summary>
/// <remarks>
/// At step t, while the prefix equals y[1] … y[t]: p′ = (1 − β) p + β · [v = y[t + 1]]. On logits this changes one of them:
/// l[y] ← log Σ exp(l) + log(p[y] + β / (1 − β)), up to a constant common to all tokens.
/// </remarks>
public sealed class SoftPrefix : ILogitsProcessor
{
    private readonly int[] _tokens;
    private readonly double _odds;

    /// <param name="tokens">y: the first tokens that the output should have, without the start token.</param>
    /// <param name="beta">β: how much of the probability goes to the prefix. Above 0 and below 1; for certainty there is <see cref="ForcedPrefix"/>.</param>
    /// <exception cref="ArgumentException">There are no tokens, or one is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is out of range.</exception>
    public SoftPrefix(IEnumerable<int> tokens, float beta)
    {
        if (!(beta > 0f && beta < 1f))
        {
            throw new ArgumentOutOfRangeException(
                nameof(beta), beta, "The strength of a soft prefix must be above 0 and below 1. Use ForcedPrefix for a prefix that is certain.");
        }

        _tokens = TokenIds.Sequence(tokens, nameof(tokens));
        _odds = beta / (1.0 - beta);
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        if (prefix.Length >= _tokens.Length || !_tokens.AsSpan().StartsWith(prefix))
        {
            return;
        }

        ref var logit = ref logits[_tokens[prefix.Length]];
        var logSumExp = LogSumExp.Of(logits);
        if (double.IsFinite(logSumExp))
        {
            logit = (float)(logSumExp + Math.Log(Math.Exp(logit - logSumExp) + _odds));
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => TokenIds.FindProblem(nameof(SoftPrefix), _tokens.Max(), vocabularySize);
}
