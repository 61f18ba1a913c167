using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>An output layer in parts: frequent tokens in the head, rarer ones in clusters of falling width (Grave et al. 2017, arXiv:1609.04309).</summary>
/// <remarks>
/// Tokens are ordered by falling frequency. log p(t) of a token below the first cut-off is its log-softmax in the head, which also has an entry for each cluster;
/// of another one, the cluster's log-softmax in the head plus the token's in the cluster. Names and shapes are those of PyTorch's AdaptiveLogSoftmaxWithLoss without head bias.
/// </remarks>
public sealed record AdaptiveSoftmaxDescription
{
    /// <summary>How many times narrower each cluster is than the one before, when nothing else is said.</summary>
    public const double DefaultReduction = 4;

    /// <summary>Creates a description with the defaults.</summary>
    public AdaptiveSoftmaxDescription()
    {
    }

    // Generated JSON code sets every init member; without this, one left out of the file would become 0 instead of its default.
    [JsonConstructor]
    internal AdaptiveSoftmaxDescription(double reduction = DefaultReduction) => Reduction = reduction;

    /// <summary>First token of each cluster, rising; the last cluster ends with the vocabulary.</summary>
    public required IReadOnlyList<int> Cutoffs { get; init; }

    /// <summary>How many times narrower each cluster is than the one before; 4 by default.</summary>
    public double Reduction { get; init; } = DefaultReduction;

    /// <summary>Width of a cluster's hidden layer: ⌊input / reduction^(cluster + 1)⌋, at least 1.</summary>
    /// <param name="input">Width of what enters the output layer.</param>
    /// <param name="cluster">Cluster, from 0.</param>
    public int ClusterSize(int input, int cluster) => Math.Max(1, (int)(input / Math.Pow(Reduction, cluster + 1)));

    /// <summary>Number of tokens of a cluster.</summary>
    /// <param name="vocabulary">Number of all tokens.</param>
    /// <param name="cluster">Cluster, from 0.</param>
    public int ClusterTokens(int vocabulary, int cluster) => (cluster + 1 < Cutoffs.Count ? Cutoffs[cluster + 1] : vocabulary) - Cutoffs[cluster];

    /// <inheritdoc/>
    public bool Equals(AdaptiveSoftmaxDescription? other) => other is not null && Reduction.Equals(other.Reduction) && Cutoffs.SequenceEqual(other.Cutoffs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reduction, Cutoffs.Count);

    internal IEnumerable<ParameterShape> Parameters(int vocabulary, int input)
    {
        yield return new(OutputNames.AdaptiveHead, [Cutoffs[0] + Cutoffs.Count, input]);
        for (var cluster = 0; cluster < Cutoffs.Count; cluster++)
        {
            var width = ClusterSize(input, cluster);
            yield return new(OutputNames.AdaptiveProjection(cluster), [width, input]);
            yield return new(OutputNames.AdaptiveCluster(cluster), [ClusterTokens(vocabulary, cluster), width]);
        }
    }

    internal void CollectProblems(string name, int vocabulary, List<string> problems)
    {
        var rising = Cutoffs.Count > 0 && Cutoffs[0] >= 1 && Cutoffs.Zip(Cutoffs.Skip(1)).All(pair => pair.First < pair.Second) && Cutoffs[^1] < vocabulary;
        if (!rising)
        {
            problems.Add($"{name}.cutoffs is [{string.Join(", ", Cutoffs)}]; it must rise from at least 1 and stay below the {vocabulary} tokens of the vocabulary.");
        }

        if (!(Reduction is >= 1 and <= 1_000_000))
        {
            problems.Add($"{name}.reduction is {Reduction.ToString(System.Globalization.CultureInfo.InvariantCulture)}; it must lie between 1 and 1000000.");
        }
    }
}
