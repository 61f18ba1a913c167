namespace Seq.Train;

/// <summary>Which classes were taken for which.</summary>
/// <param name="Title">What was classified, such as <c>validation</c>.</param>
/// <param name="Matrix">The counts.</param>
public sealed record ReportConfusion(string Title, ConfusionMatrix Matrix);
