namespace Seq.Decoding.Search;

/// <summary>A hypothesis that has ended, before it becomes a <see cref="Hypothesis"/>.</summary>
/// <param name="Node">Its last token in the tree, the end token included.</param>
/// <param name="Length">The number of its tokens, the end token included.</param>
/// <param name="LogProbability">The sum of its log-probabilities.</param>
/// <param name="Score">The sum divided by the length penalty.</param>
/// <param name="Reason">Why it ended.</param>
internal readonly record struct HypothesisEnd(int Node, int Length, double LogProbability, double Score, FinishReason Reason);
