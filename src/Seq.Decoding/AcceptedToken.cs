namespace Seq.Decoding;

/// <summary>A token that a hypothesis has taken for good.</summary>
/// <param name="Input">The index of the input in the request.</param>
/// <param name="Sample">The index of the sample for that input; 0 unless several samples are drawn.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Token">The token; the end token too is reported.</param>
/// <param name="LogProbability">Its log-probability.</param>
/// <param name="Finished">Why the hypothesis ends with this token; null when it goes on.</param>
public readonly record struct AcceptedToken(int Input, int Sample, int Step, int Token, double LogProbability, FinishReason? Finished);
