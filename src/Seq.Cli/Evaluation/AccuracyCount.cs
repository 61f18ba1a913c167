namespace Seq.Cli.Evaluation;

/// <summary>Counts right answers.</summary>
internal sealed class AccuracyCount
{
    private readonly List<(long Right, long All)> _positions = [];
    private long _rightSequences;
    private long _sequences;

    /// <summary>Counts a sequence.</summary>
    /// <param name="expected">The reference, end token included.</param>
    /// <param name="actual">What the model chose at each step; a missing token is a wrong one.</param>
    internal void Add(IReadOnlyList<int> expected, IReadOnlyList<int> actual)
    {
        for (var position = 0; position < expected.Count; position++)
        {
            if (position == _positions.Count)
            {
                _positions.Add((0, 0));
            }

            var (right, all) = _positions[position];
            var isRight = position < actual.Count && actual[position] == expected[position];
            _positions[position] = (right + (isRight ? 1 : 0), all + 1);
        }

        _sequences++;
        _rightSequences += expected.SequenceEqual(actual) ? 1 : 0;
    }

    internal Accuracy Result => new(
        Share(_positions.Sum(position => position.Right), _positions.Sum(position => position.All)),
        Share(_rightSequences, _sequences),
        [.. _positions.Select(position => Share(position.Right, position.All))]);

    private static double Share(long right, long all) => all == 0 ? 0 : (double)right / all;
}
