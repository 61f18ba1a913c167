namespace Seq.Train;

/// <summary>Share of right tokens at each position of the target.</summary>
/// <param name="Name">What was measured, such as <c>free running</c>.</param>
/// <param name="Shares">The shares from 0 to 1, first position first.</param>
public sealed record PositionAccuracy(string Name, IReadOnlyList<double> Shares);
