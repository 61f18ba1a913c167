namespace Seq.Train;

/// <summary>How well a model predicts a text: the summed surprise, and what it was summed over.</summary>
/// <remarks>
/// Nats are −Σ ln p. Perplexity is exp(nats / tokens); bits are nats / ln 2. Sums of two parts of a text add up, means do not: collect by
/// <c>+=</c>, divide once. Source: Jurafsky and Martin, "Speech and Language Processing", §3.3 (perplexity) and §3.8 (entropy).
/// </remarks>
/// <param name="Nats">Summed cross-entropy of the predicted tokens, in nats.</param>
/// <param name="Tokens">Number of predicted tokens; ends count when they are predicted.</param>
/// <param name="Characters">Number of characters of the text those tokens spell; 0 where nobody counted them.</param>
public readonly record struct Likelihood(double Nats, long Tokens, long Characters = 0)
{
    private static readonly double Ln2 = Math.Log(2);

    /// <summary>Mean surprise of a token in nats; NaN without tokens.</summary>
    public double NatsPerToken => Nats / Tokens;

    /// <summary>Mean surprise of a token in bits; NaN without tokens.</summary>
    public double BitsPerToken => NatsPerToken / Ln2;

    /// <summary>Surprise in bits, divided by the characters instead of the tokens: models with different vocabularies compare by it. NaN when no characters were counted.</summary>
    public double BitsPerCharacter => Characters == 0 ? double.NaN : Nats / Characters / Ln2;

    /// <summary>exp of the mean surprise: among how many equally likely tokens the model seems to choose. NaN without tokens.</summary>
    public double Perplexity => Math.Exp(NatsPerToken);

    /// <summary>The two parts together.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other.</param>
    public static Likelihood operator +(Likelihood left, Likelihood right) =>
        new(left.Nats + right.Nats, left.Tokens + right.Tokens, left.Characters + right.Characters);

    /// <summary>The two parts together, for languages without operators.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other.</param>
    public static Likelihood Add(Likelihood left, Likelihood right) => left + right;
}
