namespace Seq.Train;

/// <summary>How often a model was right.</summary>
public sealed record Accuracy
{
    /// <summary>Share of target steps, the end included, that are right.</summary>
    public required double Tokens { get; init; }

    /// <summary>Share of sequences without a mistake.</summary>
    public required double Sequences { get; init; }

    /// <summary>Share of right tokens at each target position, over the sequences that reach it; the end counts as a token.</summary>
    public required IReadOnlyList<double> ByPosition { get; init; }
}
