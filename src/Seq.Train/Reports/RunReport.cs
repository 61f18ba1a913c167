namespace Seq.Train;

/// <summary>What is to be seen of a run.</summary>
public sealed partial record RunReport
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>Settings by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What it ran on: threads, device, versions.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Curves, in the order of their charts.</summary>
    public IReadOnlyList<ReportSeries> Series { get; init; } = [];

    /// <summary>Accuracy by position.</summary>
    public IReadOnlyList<PositionAccuracy> PositionAccuracy { get; init; } = [];

    /// <summary>Attention weights of examples.</summary>
    public IReadOnlyList<AttentionMap> Attention { get; init; } = [];

    /// <summary>Confusion matrices.</summary>
    public IReadOnlyList<ReportConfusion> Confusion { get; init; } = [];

    /// <summary>What the model says on examples.</summary>
    public IReadOnlyList<ReportSample> Samples { get; init; } = [];
}
