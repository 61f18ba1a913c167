namespace Seq.Cli.Parity;

/// <summary>Compares token sequences with the trainer's and remembers the first that differs by more than rounding.</summary>
/// <param name="name">Name of the check, for the report.</param>
/// <param name="what">Whose tokens, in words.</param>
internal sealed class TokensCheck(string name, string what)
{
    private long _compared;
    private long _withinRounding;
    private string? _first;

    /// <summary>Compares the sequences of a row, best first.</summary>
    /// <param name="expected">The sequences that should come.</param>
    /// <param name="actual">Those that came.</param>
    /// <param name="label">Names the row in messages.</param>
    /// <param name="isRounding">Asked when they differ: whether the search turns on less than float32 can tell.</param>
    internal void Add(IReadOnlyList<FoundTokens> expected, IReadOnlyList<FoundTokens> actual, string label, Func<bool> isRounding)
    {
        _compared += expected.Count;
        if (Difference(expected, actual) is not { } difference)
        {
            return;
        }

        if (isRounding())
        {
            _withinRounding++;
        }
        else
        {
            _first ??= $"{label}, {difference}";
        }
    }

    /// <summary>Takes note that a search could not be done at all.</summary>
    /// <param name="label">Names the row in messages.</param>
    /// <param name="reason">What became of it.</param>
    internal void Fail(string label, string reason) => _first ??= $"{label}, {reason}";

    internal CheckResult Result => new(name, what, _first is null && _compared > 0, _compared, "sequences", _first ?? (_compared > 0 ? null : "nothing was compared"))
    {
        WithinRounding = _withinRounding,
    };

    private static string? Difference(IReadOnlyList<FoundTokens> expected, IReadOnlyList<FoundTokens> actual)
    {
        if (expected.Count == 0)
        {
            return "there is no sequence to compare with: no token was possible";
        }

        if (expected.Count != actual.Count)
        {
            return $"{actual.Count} sequences instead of {expected.Count}";
        }

        for (var rank = 0; rank < expected.Count; rank++)
        {
            if (expected[rank].DifferenceFrom(actual[rank]) is { } difference)
            {
                return expected.Count == 1 ? difference : $"sequence {rank + 1}, {difference}";
            }
        }

        return null;
    }
}
