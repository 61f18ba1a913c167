namespace Seq.Runtime;

/// <summary>A sampled sequence with what <see cref="Generation.RankByUtility"/> makes of it.</summary>
/// <param name="Sequence">The sequence, with the scores of the model.</param>
/// <param name="ExpectedUtility">The mean of its utility over all sequences of the generation.</param>
public readonly record struct RankedSequence(GeneratedSequence Sequence, double ExpectedUtility);
