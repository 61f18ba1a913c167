namespace Seq.Decoding.Constraints;

/// <summary>A non-deterministic automaton over characters, built piece by piece (Thompson 1968, doi:10.1145/363347.363387).</summary>
internal sealed class Nfa
{
    private readonly List<(CharacterSet Set, int Target)?> _steps = []; // [state]: by one character
    private readonly List<List<int>> _jumps = [];                       // [state]: by none

    /// <summary>A piece of the automaton: what leads from one state to another.</summary>
    internal readonly record struct Piece(int Start, int End);

    internal int Count => _steps.Count;

    internal (CharacterSet Set, int Target)? StepOf(int state) => _steps[state];

    internal int Add()
    {
        _steps.Add(null);
        _jumps.Add([]);
        return Count - 1;
    }

    internal void Jump(int from, int to) => _jumps[from].Add(to);

    internal Piece Empty()
    {
        var state = Add();
        return new(state, state);
    }

    internal Piece One(CharacterSet set)
    {
        var piece = new Piece(Add(), Add());
        _steps[piece.Start] = (set, piece.End);
        return piece;
    }

    internal Piece Concatenate(Piece first, Piece second)
    {
        Jump(first.End, second.Start);
        return new(first.Start, second.End);
    }

    internal Piece Either(Piece first, Piece second)
    {
        var piece = new Piece(Add(), Add());
        foreach (var part in new[] { first, second })
        {
            Jump(piece.Start, part.Start);
            Jump(part.End, piece.End);
        }

        return piece;
    }

    /// <summary>The part, or nothing.</summary>
    internal Piece Optional(Piece part) => Either(part, Empty());

    /// <summary>The part any number of times, nothing included.</summary>
    internal Piece Repeat(Piece part)
    {
        var piece = new Piece(Add(), Add());
        Jump(piece.Start, part.Start);
        Jump(piece.Start, piece.End);
        Jump(part.End, part.Start);
        Jump(part.End, piece.End);
        return piece;
    }

    /// <summary>All states that can be reached from some without a character, rising.</summary>
    internal int[] Closure(IEnumerable<int> states)
    {
        var reached = new SortedSet<int>(states);
        var open = new Stack<int>(reached);
        while (open.TryPop(out var state))
        {
            foreach (var next in _jumps[state].Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return [.. reached];
    }
}
