namespace Seq.Decoding;

/// <summary>A token that was possible at a step, chosen or not.</summary>
/// <param name="Token">The token.</param>
/// <param name="LogProbability">Its log-probability, after the logits processors.</param>
public readonly record struct TokenAlternative(int Token, double LogProbability);
