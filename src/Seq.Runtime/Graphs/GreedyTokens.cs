namespace Seq.Runtime;

/// <summary>What the graph generate-greedy returns for a batch.</summary>
/// <param name="Tokens">[batch, steps]; after a row's end, the end token.</param>
/// <param name="Lengths">[batch]: tokens of each row, the end token not counted.</param>
/// <param name="LogProbabilities">[batch]: the sum of the log-probabilities of a row's tokens, its end token included.</param>
public sealed record GreedyTokens(long[,] Tokens, long[] Lengths, float[] LogProbabilities);
