namespace Seq.Train;

/// <summary>Counts right tokens.</summary>
public sealed class AccuracyCounter
{
    private readonly List<long> _right = [];
    private readonly List<long> _all = [];
    private long _sequences;
    private long _rightSequences;

    /// <summary>Counts one sequence; it is right when every expected token was found at its place, the end included.</summary>
    /// <param name="expected">The target, its end token last.</param>
    /// <param name="found">What the model said, the end token where it ended; what stands after the expected end is not looked at.</param>
    public void Add(ReadOnlySpan<int> expected, ReadOnlySpan<int> found)
    {
        var all = true;
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
