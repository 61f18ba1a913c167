namespace Seq.Decoding.Constraints;

/// <summary>Which tokens may follow which, so that the text they spell matches a regular expression, or as a table of transitions says.</summary>
/// <remarks>
/// <para>
/// The pattern becomes a deterministic automaton over characters, and each state of it is asked where the text of each token leads
/// (Willard and Louf 2023, arXiv:2307.09702). Tokens after which no text of the vocabulary could complete the match are left out, so
/// a walk never gets stuck. The work is done once; an automaton is immutable and serves any number of threads.
/// </para>
/// <para>
/// The pattern describes the whole text, from its first character to its last. It may contain: characters; <c>.</c> for all but a new line;
/// classes <c>[a-z_]</c> and <c>[^0-9]</c>; <c>\d \D \w \W \s \S</c>, of ASCII; <c>\n \r \t \u0000</c>; a backslash before any of
/// <c>\ . [ ] { } ( ) * + ? | ^ $ - / " '</c> or a space; <c>|</c>; groups <c>( )</c> and <c>(?: )</c>; <c>*</c>, <c>+</c>, <c>?</c>, <c>{n}</c>,
/// <c>{n,}</c> and <c>{n,m}</c>. Characters are UTF-16 code units: one beyond the basic plane counts as two.
/// </para>
/// </remarks>
public sealed class TokenAutomaton
{
    /// <summary>The most states an automaton may have.</summary>
    internal const int MaxStates = 10_000;

    private readonly int[][] _tokens;  // [state]: the tokens that may follow, rising
    private readonly int[][] _targets; // [state]: the state after each of them
    private readonly bool[] _accepting;

    private TokenAutomaton(int[][] tokens, int[][] targets, bool[] accepting, int vocabularySize)
    {
        (_tokens, _targets, _accepting) = (tokens, targets, accepting);
        VocabularySize = vocabularySize;
    }

    /// <summary>The number of tokens of the vocabulary it was made for.</summary>
    public int VocabularySize { get; }

    /// <summary>The number of states, those included that no token leads to.</summary>
    public int StateCount => _accepting.Length;

    /// <summary>Makes the automaton of a pattern for a vocabulary.</summary>
    /// <param name="pattern">The regular expression, of the subset named in the remarks.</param>
    /// <param name="vocabulary">The text that each token adds to the output, [vocabulary]; null or empty for tokens without text, which never fit.</param>
    /// <exception cref="ArgumentException">The pattern is not in the subset, or no sequence of tokens spells a text that matches.</exception>
    public static TokenAutomaton Compile(string pattern, IReadOnlyList<string?> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return Compile(pattern, [vocabulary], new int[vocabulary.Count]);
    }

    /// <summary>Makes the automaton of a pattern for a vocabulary whose texts depend on what stands before them: the space between two words, for example.</summary>
    /// <param name="pattern">The regular expression, of the subset named in the remarks.</param>
    /// <param name="texts">The text that each token adds to the output in each context, [context][vocabulary]; context 0 is the beginning. Null or empty for tokens without text, which never fit.</param>
    /// <param name="contextAfter">The context that each token leaves, [vocabulary].</param>
    /// <exception cref="ArgumentException">
    /// The pattern is not in the subset, no sequence of tokens spells a text that matches, or the lists differ in length or name a context that there is not.
    /// </exception>
    public static TokenAutomaton Compile(string pattern, IReadOnlyList<IReadOnlyList<string?>> texts, IReadOnlyList<int> contextAfter)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(contextAfter);
        if (texts.Count == 0 || texts.Any(vocabulary => vocabulary.Count != contextAfter.Count) || contextAfter.Any(context => (uint)context >= (uint)texts.Count))
        {
            throw new ArgumentException(
                $"There are texts for {texts.Count} contexts and {contextAfter.Count} contexts after tokens; give every context a text per token, and every token a context from 0 to {texts.Count - 1}.",
                nameof(contextAfter));
        }

        var characters = new CharacterAutomaton(pattern);
        var accepting = new bool[checked(characters.Count * texts.Count)]; // [state · contexts + context]
        for (var state = 0; state < accepting.Length; state++)
        {
            accepting[state] = characters.IsAccepting(state / texts.Count);
        }

        return Trimmed(Edges(characters, texts, contextAfter), accepting, contextAfter.Count) ?? throw new ArgumentException(
            $"No sequence of tokens spells a text that matches the pattern \"{pattern}\". Give the texts of the tokens as they appear in the output.",
            nameof(pattern));
    }

    /// <summary>Makes an automaton from its transitions: a trie of names, a grammar, what another tool has compiled. Those that lead to no complete output are left out.</summary>
    /// <param name="transitions">The state after each token that may follow, [state][token]; state 0 is the start.</param>
    /// <param name="accepting">The states in which the output is complete.</param>
    /// <param name="vocabularySize">The number of tokens of the model.</param>
    /// <exception cref="ArgumentException">There is no state, a transition names a token or state that there is not, so does <paramref name="accepting"/>, or no walk from the start is complete.</exception>
    public static TokenAutomaton FromTransitions(IReadOnlyList<IReadOnlyDictionary<int, int>> transitions, IEnumerable<int> accepting, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(accepting);
        for (var state = 0; state < transitions.Count; state++)
        {
            foreach (var (token, target) in transitions[state])
            {
                if ((uint)token >= (uint)vocabularySize || (uint)target >= (uint)transitions.Count)
                {
                    throw new ArgumentException(
                        $"In state {state}, token {token} leads to state {target}; tokens go from 0 to {vocabularySize - 1} and states from 0 to {transitions.Count - 1}.", nameof(transitions));
                }
            }
        }

        var complete = new bool[transitions.Count];
        foreach (var state in accepting)
        {
            complete[(uint)state < (uint)complete.Length ? state : throw new ArgumentException($"State {state} is accepting, but states go from 0 to {complete.Length - 1}.", nameof(accepting))] = true;
        }

        (int Token, int Target)[][] edges = [.. transitions.Select(all => all.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).ToArray())];
        return Trimmed(edges, complete, vocabularySize)
            ?? throw new ArgumentException($"No walk through the {complete.Length} states leads from state 0 to an accepting one. State 0 is the start.", nameof(transitions));
    }

    /// <summary>The automaton without transitions that lead to nothing complete; null when nothing does.</summary>
    private static TokenAutomaton? Trimmed((int Token, int Target)[][] edges, bool[] accepting, int vocabularySize)
    {
        var alive = Alive(edges, accepting);
        if (alive is not [true, ..])
        {
            return null;
        }

        edges = [.. edges.Select(all => all.Where(edge => alive[edge.Target]).ToArray())];
        return new TokenAutomaton(
            [.. edges.Select(all => all.Select(edge => edge.Token).ToArray())],
            [.. edges.Select(all => all.Select(edge => edge.Target).ToArray())],
            accepting,
            vocabularySize);
    }

    /// <summary>Whether the text up to a state is a complete match.</summary>
    /// <param name="state">A state; 0 is the start.</param>
    public bool IsAccepting(int state) => _accepting[state];

    /// <summary>The tokens that may follow in a state, rising.</summary>
    /// <param name="state">A state; 0 is the start.</param>
    public ReadOnlySpan<int> Tokens(int state) => _tokens[state];

    /// <summary>The state after a token.</summary>
    /// <param name="state">A state; 0 is the start.</param>
    /// <param name="token">A token.</param>
    /// <returns>The next state, or null when the token may not follow.</returns>
    public int? Next(int state, int token)
    {
        var index = _tokens[state].AsSpan().BinarySearch(token);
        return index < 0 ? null : _targets[state][index];
    }

    /// <summary>The tokens that may follow in each state that tokens lead to, with the states after them.</summary>
    private static (int Token, int Target)[][] Edges(CharacterAutomaton characters, IReadOnlyList<IReadOnlyList<string?>> texts, IReadOnlyList<int> contextAfter)
    {
        var edges = new (int Token, int Target)[characters.Count * texts.Count][];
        Array.Fill(edges, []);
        var seen = new bool[edges.Length];
        var open = new Stack<int>([0]);
        seen[0] = true;
        while (open.TryPop(out var state))
        {
            var vocabulary = texts[state % texts.Count];
            var found = new List<(int Token, int Target)>();
            for (var token = 0; token < vocabulary.Count; token++)
            {
                if (!string.IsNullOrEmpty(vocabulary[token]) && characters.Walk(state / texts.Count, vocabulary[token]) is var target and not CharacterAutomaton.Dead)
                {
                    found.Add((token, (target * texts.Count) + contextAfter[token]));
                }
            }

            edges[state] = [.. found];
            foreach (var (_, target) in found)
            {
                if (!seen[target])
                {
                    seen[target] = true;
                    open.Push(target);
                }
            }
        }

        return edges;
    }

    /// <summary>Which states lead to a complete match by tokens: the accepting ones, and backwards from them.</summary>
    private static bool[] Alive((int Token, int Target)[][] edges, bool[] accepting)
    {
        var sources = new HashSet<int>[edges.Length];
        for (var state = 0; state < edges.Length; state++)
        {
            foreach (var (_, target) in edges[state])
            {
                (sources[target] ??= []).Add(state);
            }
        }

        var alive = new bool[edges.Length];
        var open = new Stack<int>(Enumerable.Range(0, edges.Length).Where(state => accepting[state]));
        while (open.TryPop(out var state))
        {
            if (!alive[state])
            {
                alive[state] = true;
                foreach (var source in sources[state] ?? [])
                {
                    open.Push(source);
                }
            }
        }

        return alive;
    }
}
