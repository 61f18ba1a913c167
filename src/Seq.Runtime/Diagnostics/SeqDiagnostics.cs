namespace Seq.Runtime;

/// <summary>Names under which an app listens to what models do. Nothing is measured or sent unless the app listens.</summary>
/// <remarks>
/// Every measurement carries <c>seq.model</c> (the name of the model) and, where it belongs to a call, <c>seq.operation</c>:
/// <c>generate</c>, <c>score</c>, <c>classify</c>, <c>tag</c>; <c>session</c> for steps of sessions. docs/runtime.md lists the instruments.
/// </remarks>
public static class SeqDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Seq.Runtime";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: one activity per call.</summary>
    public const string ActivitySourceName = "Seq.Runtime";
}
