namespace Seq.Decoding;

/// <summary>A sample with what <see cref="MinimumBayesRisk"/> makes of it.</summary>
/// <param name="Hypothesis">The sample, with the scores of the model.</param>
/// <param name="ExpectedUtility">The mean of its utility over all samples.</param>
public readonly record struct RankedHypothesis(Hypothesis Hypothesis, double ExpectedUtility);
