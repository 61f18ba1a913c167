using System.Collections.Immutable;

namespace Seq.Runtime;

/// <summary>What a classifier says of one text.</summary>
public sealed record Classification
{
    /// <summary>
    /// All labels, the most probable first, equal ones by id. The probabilities of classes that exclude each other add up to 1; those of a
    /// classifier of sigmoids are independent of each other.
    /// </summary>
    public required ImmutableArray<LabelProbability> Labels { get; init; }

    /// <summary>The most probable label.</summary>
    public LabelProbability Best => Labels[0];

    /// <summary>The name of the most probable label.</summary>
    public string Label => Best.Label;

    /// <summary>The labels that are at least so probable, the most probable first: the answer of a classifier whose classes do not exclude each other.</summary>
    /// <param name="threshold">From 0 to 1; 0.5 by default.</param>
    public IEnumerable<LabelProbability> AtLeast(double threshold = 0.5) => Labels.Where(label => label.Probability >= threshold);
}
