namespace Seq.Cli.Parity;

/// <summary>Compares greedy tokens with the trainer's and remembers the first divergence, with how clear the trainer's choice was there.</summary>
/// <param name="name">Name of the check, for the report.</param>
/// <param name="what">Whose tokens, in words.</param>
internal sealed class GreedyCheck(string name, string what)
{
    private long _rows;
    private string? _first;

    /// <summary>Compares a row.</summary>
    /// <param name="expected">The trainer's tokens, with the end token if there was one.</param>
    /// <param name="actual">The other's tokens, likewise.</param>
    /// <param name="gap">The trainer's top logit minus its second, at a step.</param>
    /// <param name="label">Names the row in messages.</param>
    internal void Add(IReadOnlyList<int> expected, IReadOnlyList<int> actual, Func<int, double> gap, string label)
    {
        _rows++;
        if (_first is not null || expected.SequenceEqual(actual))
        {
            return;
        }

        var step = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        var choice = step < expected.Count
            ? FormattableString.Invariant($"; the trainer's two best logits differ by {gap(step):0.0e+0} there")
            : "";
        _first = $"{label}, step {step}: {Token(actual, step)}, the trainer wrote {Token(expected, step)}{choice}";
    }

    internal CheckResult Result => new(name, what, _first is null && _rows > 0, _rows, "sequences", _first);

    private static string Token(IReadOnlyList<int> tokens, int step) => step < tokens.Count ? $"token {tokens[step]}" : "nothing more";
}
