namespace Seq.Runtime;

/// <summary>What a graph that searches by itself returns for a batch, rows and hypotheses in one axis.</summary>
/// <param name="Steps">How many steps it took.</param>
/// <param name="Tokens">[rows · hypotheses · steps]; after the end, the end token.</param>
/// <param name="Lengths">[rows · hypotheses]: tokens, the end token not counted.</param>
/// <param name="LogProbabilities">[rows · hypotheses]; −∞ where there is no hypothesis.</param>
/// <param name="Scores">[rows · hypotheses], of a beam; null for other searches.</param>
/// <param name="TokenLogProbabilities">[rows · hypotheses · steps]; null from generate-greedy.</param>
internal sealed record GeneratedTokens(
    int Steps, long[] Tokens, long[] Lengths, float[] LogProbabilities, float[]? Scores, float[]? TokenLogProbabilities);
