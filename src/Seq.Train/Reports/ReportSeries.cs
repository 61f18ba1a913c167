namespace Seq.Train;

/// <summary>A curve: a metric over the samples seen.</summary>
/// <param name="Metric">Name of the metric; curves of one metric share a chart.</param>
/// <param name="Name">Name of the curve within the chart, such as <c>validation</c>.</param>
/// <param name="Points">The points; a value that is not finite leaves a gap.</param>
public sealed record ReportSeries(string Metric, string Name, IReadOnlyList<ReportPoint> Points);

/// <summary>A point of a curve.</summary>
/// <param name="Samples">Samples seen.</param>
/// <param name="Value">The metric.</param>
public readonly record struct ReportPoint(long Samples, double Value);
