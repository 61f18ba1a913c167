using System.Runtime.InteropServices;

namespace Seq.Decoding.Constraints;

/// <summary>A deterministic automaton over UTF-16 code units, made from a pattern by the subset construction.</summary>
internal sealed class CharacterAutomaton
{
    internal const int Dead = -1;

    private readonly ushort[] _classOf;       // [character]
    private readonly List<int[]> _next = [];  // [state][class]
    private readonly List<bool> _accepting = [];
    private readonly int _classes;

    /// <exception cref="ArgumentException">The pattern is not in the subset, or makes too large an automaton.</exception>
    internal CharacterAutomaton(string pattern)
    {
        var (nfa, whole) = new PatternParser(pattern).Parse();
        _classOf = Classify(nfa, out _classes, out var representatives);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new Queue<(int State, int[] Members)>();
        Visit(nfa.Closure([whole.Start]));
        while (open.TryDequeue(out var entry))
        {
            for (var c = 0; c < _classes; c++)
            {
                var reached = entry.Members
                    .Select(nfa.StepOf)
                    .Where(step => step is { } known && Contains(known.Set, representatives[c]))
                    .Select(step => step!.Value.Target);
                var members = nfa.Closure(reached);
                _next[entry.State][c] = members.Length == 0 ? Dead : Visit(members);
            }
        }

        int Visit(int[] members)
        {
            var key = new string(MemoryMarshal.Cast<int, char>(members.AsSpan()));
            if (known.TryGetValue(key, out var state))
            {
                return state;
            }

            if (known.Count == TokenAutomaton.MaxStates)
            {
                throw new ArgumentException(
                    $"The pattern \"{pattern}\" cannot be used: its automaton has more than {TokenAutomaton.MaxStates} states. Lower its counts.", nameof(pattern));
            }

            state = known.Count;
            known.Add(key, state);
            _next.Add(new int[_classes]);
            _accepting.Add(Array.BinarySearch(members, whole.End) >= 0);
            open.Enqueue((state, members));
            return state;
        }
    }

    /// <summary>The number of states; the first is the start.</summary>
    internal int Count => _next.Count;

    internal bool IsAccepting(int state) => _accepting[state];

    /// <summary>The state after a text, or <see cref="Dead"/>.</summary>
    internal int Walk(int state, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (state == Dead)
            {
                break;
            }

            state = _next[state][_classOf[character]];
        }

        return state;
    }

    private static bool Contains(CharacterSet set, char character) => set.Ranges.Any(range => range.First <= character && character <= range.Last);

    /// <summary>Characters that no set of the pattern tells apart form a class; a state has one transition per class.</summary>
    private static ushort[] Classify(Nfa nfa, out int classes, out List<char> representatives)
    {
        var starts = new SortedSet<int> { 0 };
        for (var state = 0; state < nfa.Count; state++)
        {
            foreach (var range in nfa.StepOf(state)?.Set.Ranges ?? [])
            {
                starts.Add(range.First);
                starts.Add(range.Last + 1);
            }
        }

        starts.Remove(char.MaxValue + 1);
        representatives = [.. starts.Select(start => (char)start)];
        var classOf = new ushort[char.MaxValue + 1];
        for (var (character, current) = (0, -1); character <= char.MaxValue; character++)
        {
            current += starts.Contains(character) ? 1 : 0;
            classOf[character] = (ushort)current;
        }

        classes = representatives.Count;
        return classOf;
    }
}
