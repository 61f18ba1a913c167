namespace Seq.Runtime;

/// <summary>How likely a language model finds a text of any length.</summary>
/// <param name="Tokens">How many tokens were scored.</param>
/// <param name="LogProbability">The sum of their log-probabilities, in nats.</param>
public readonly record struct TextScore(long Tokens, double LogProbability)
{
    /// <summary>exp(−<see cref="LogProbability"/> / <see cref="Tokens"/>); 1 for no tokens.</summary>
    public double Perplexity => Tokens == 0 ? 1 : Math.Exp(-LogProbability / Tokens);

    /// <summary>Bits that a token takes: the base-2 logarithm of the perplexity.</summary>
    public double BitsPerToken => Tokens == 0 ? 0 : -LogProbability / Tokens / Math.Log(2);
}
