namespace Seq.Train;

/// <summary>Where a model looked while it wrote a sequence.</summary>
public sealed record AttentionMap
{
    /// <summary>Creates a map.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="source">Tokens looked at.</param>
    /// <param name="target">Tokens written.</param>
    /// <param name="weights">Weights from 0 to 1: [target][source].</param>
    /// <exception cref="ArgumentException">The weights do not fit the tokens.</exception>
    public AttentionMap(string title, IReadOnlyList<string> source, IReadOnlyList<string> target, IReadOnlyList<IReadOnlyList<double>> weights)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count != target.Count || weights.Any(row => row.Count != source.Count))
        {
            throw new ArgumentException(
                $"'{title}': the weights must be {target.Count} rows (target) of {source.Count} (source); "
                + $"they are {weights.Count} rows of {string.Join(", ", weights.Select(row => row.Count).Distinct())}.",
                nameof(weights));
        }

        (Title, Source, Target, Weights) = (title, source, target, weights);
    }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>Tokens looked at.</summary>
    public IReadOnlyList<string> Source { get; }

    /// <summary>Tokens written.</summary>
    public IReadOnlyList<string> Target { get; }

    /// <summary>Weights from 0 to 1: [target][source].</summary>
    public IReadOnlyList<IReadOnlyList<double>> Weights { get; }
}
