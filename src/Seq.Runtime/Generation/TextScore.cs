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

    /// <summary>How many characters the text has, line ends included; 0 where tokens were scored and not a text.</summary>
    public long Characters { get; init; }

    /// <summary>How many of the tokens stand for something that the vocabulary lacks; 0 where tokens were scored and not a text.</summary>
    public long UnknownTokens { get; init; }

    /// <summary>
    /// Bits that a character takes, which compares models with other vocabularies. Null without a text, and where <see cref="UnknownTokens"/> stand for some of it:
    /// what was scored is not the text then.
    /// </summary>
    public double? BitsPerCharacter => Characters == 0 || UnknownTokens > 0 ? null : -LogProbability / Characters / Math.Log(2);
}
