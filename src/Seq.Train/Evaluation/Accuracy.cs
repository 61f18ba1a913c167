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

/// <summary>Counts right tokens.</summary>
public sealed class AccuracyCounter
{
    private readonly List<long> _right = [];
    private readonly List<long> _all = [];
    private long _sequences;
    private long _rightSequences;

    /// <summary>Counts one sequence.</summary>
    /// <param name="expected">The target, its end token last.</param>
    /// <param name="found">What the model said, the end token where it ended.</param>
    public void Add(ReadOnlySpan<int> expected, ReadOnlySpan<int> found)
    {
        var all = found.Length <= expected.Length || found[..expected.Length].SequenceEqual(expected);
        for (var position = 0; position < expected.Length; position++)
        {
            if (position == _all.Count)
            {
                _all.Add(0);
                _right.Add(0);
            }

            var right = position < found.Length && found[position] == expected[position];
            _all[position]++;
            _right[position] += right ? 1 : 0;
            all &= right;
        }

        _sequences++;
        _rightSequences += all ? 1 : 0;
    }

    /// <summary>The shares so far.</summary>
    public Accuracy Result() => new()
    {
        Tokens = Share(_right.Sum(), _all.Sum()),
        Sequences = Share(_rightSequences, _sequences),
        ByPosition = [.. _right.Zip(_all, Share)],
    };

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
