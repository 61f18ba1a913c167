namespace Seq.Decoding.Search;

/// <summary>A hypothesis extended by one token, not yet chosen.</summary>
/// <param name="Rank">What candidates are ranked by: the sum, less the diversity penalty.</param>
/// <param name="Sum">The sum of log-probabilities, the new token's included.</param>
/// <param name="LogProbability">The new token's log-probability.</param>
/// <param name="Row">The row of the hypothesis it extends.</param>
/// <param name="Token">The new token.</param>
internal readonly record struct Candidate(double Rank, double Sum, double LogProbability, int Row, int Token);
