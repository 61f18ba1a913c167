namespace Seq.Bench.Exporting;

/// <summary>What was measured of a search inside a graph; ratios are medians of those of each round.</summary>
/// <param name="Seconds">Of a step in the graph.</param>
/// <param name="OverHost">Its time over that of the host's search in C#.</param>
/// <param name="NodeLoopOverGraph">In Node, the time of a loop over the step graph over that of the graph; null without Node.</param>
internal sealed record SearchFigures(double Seconds, double OverHost, double? NodeLoopOverGraph);

/// <summary>What was measured of scoring whole texts.</summary>
/// <param name="Rate">Floating-point operations per second.</param>
/// <param name="OverGemm">Its share of the rate of a product of matrices.</param>
internal sealed record ScoreFigures(double Rate, double OverGemm);
