using System.Buffers;

namespace Seq.Decoding.Processors;

/// <summary>Says which tokens may follow a prefix.</summary>
/// <param name="prefix">The tokens that the hypothesis has so far, without the start token, [step].</param>
/// <returns>The tokens that may come next, in any order; end tokens count like all others. None at all when the output is complete.</returns>
public delegate ReadOnlySpan<int> AllowedTokenFunction(ReadOnlySpan<int> prefix);

/// <summary>Allows at each step only the tokens that a function names: a trie of entity names, a grammar, a table of commands.</summary>
/// <remarks>
/// l[v] ← −∞ for each v that the function does not name (De Cao et al. 2021, §3, arXiv:2010.00904). Where it names none, the
/// hypothesis ends with <see cref="FinishReason.Constraint"/>.
/// </remarks>
public sealed class AllowedTokens : ICompletingProcessor
{
    private readonly AllowedTokenFunction _allowed;

    /// <param name="allowed">The function, called twice for a prefix; it may be called from several threads when several decoders share the processor.</param>
    public AllowedTokens(AllowedTokenFunction allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        _allowed = allowed;
    }

    /// <inheritdoc/>
    /// <exception cref="LogitsProcessorException">The function named a token that the model does not have.</exception>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        var tokens = _allowed(prefix);
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)logits.Length)
            {
                throw new LogitsProcessorException(
                    $"The function of AllowedTokens named token {token} at step {prefix.Length}, but the model's tokens go from 0 to {logits.Length - 1}.");
            }
        }

        Keep(tokens, logits);
    }

    /// <inheritdoc/>
    public bool IsComplete(ReadOnlySpan<int> prefix) => _allowed(prefix).IsEmpty;

    /// <inheritdoc/>
    public string? FindConflict(SearchOptions search, int maxLength) => RuleOrder.FindForcingBehind(this, search);

    /// <summary>Makes all tokens impossible but some.</summary>
    /// <param name="tokens">The tokens that keep their logits.</param>
    /// <param name="logits">Logits, [vocabulary].</param>
    internal static void Keep(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        var kept = ArrayPool<float>.Shared.Rent(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            kept[i] = logits[tokens[i]];
        }

        logits.Fill(float.NegativeInfinity);
        for (var i = 0; i < tokens.Length; i++)
        {
            logits[tokens[i]] = kept[i];
        }

        ArrayPool<float>.Shared.Return(kept);
    }
}
