namespace Seq.Decoding;

/// <summary>A sample, by its place among those given, with what <see cref="MinimumBayesRisk"/> makes of it.</summary>
/// <param name="Index">Its index; of equal samples the first one's.</param>
/// <param name="ExpectedUtility">The mean of its utility over all samples.</param>
public readonly record struct RankedSample(int Index, double ExpectedUtility);
