namespace Seq.Export;

/// <summary>The sizes that are fixed in a graph that is a beam search; all its other options are inputs.</summary>
public sealed record BeamGraphOptions
{
    private const int MaxBeamSize = 1_000;

    /// <summary>K: live hypotheses per input; 2 to 1,000. One would be greedy search, which has a graph of its own.</summary>
    /// <value>4.</value>
    public int BeamSize { get; init; } = 4;

    /// <summary>N: how many hypotheses the graph returns per input; 1 to <see cref="BeamSize"/>. A caller may use fewer: they are the same.</summary>
    /// <value>1.</value>
    public int HypothesisCount { get; init; } = 1;

    internal IEnumerable<string> FindProblems()
    {
        if (BeamSize is < 2 or > MaxBeamSize)
        {
            yield return $"BeamGraph.BeamSize is {BeamSize}; it must lie between 2 and {MaxBeamSize}.";
        }

        if (HypothesisCount < 1 || HypothesisCount > BeamSize)
        {
            yield return $"BeamGraph.HypothesisCount is {HypothesisCount}; it must lie between 1 and the beam size, {BeamSize}.";
        }
    }
}
