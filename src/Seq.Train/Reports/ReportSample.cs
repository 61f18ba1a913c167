namespace Seq.Train;

/// <summary>An example of what a model says.</summary>
/// <param name="Input">What it was given: a source, a prefix, a text to classify.</param>
/// <param name="Output">What it said.</param>
/// <param name="Expected">What was right; null where nothing is.</param>
public sealed record ReportSample(string Input, string Output, string? Expected = null);
