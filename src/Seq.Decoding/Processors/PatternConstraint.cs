using Seq.Decoding.Constraints;

namespace Seq.Decoding.Processors;

/// <summary>Allows only outputs whose text matches a regular expression.</summary>
/// <remarks>
/// l[v] ← −∞ for each token v that the automaton does not allow after the prefix; end tokens are possible exactly where the text is a
/// complete match. Where it is and no more text may follow, a hypothesis ends with <see cref="FinishReason.Constraint"/> and needs no end token.
/// A hypothesis cut off by the maximum length is the beginning of a match. It belongs behind rules that make tokens possible (<see cref="ForcedPrefix"/>,
/// <see cref="SoftPrefix"/>, <see cref="MustContain"/>): then what does not go together is a dead end.
/// </remarks>
public sealed class PatternConstraint : ICompletingProcessor
{
    private readonly TokenAutomaton _automaton;
    private readonly int[] _endTokens;
    private readonly int[][] _allowed; // [state]: the tokens that may follow, the end tokens among them where the match is complete

    /// <param name="automaton">The automaton of the pattern for the model's vocabulary.</param>
    /// <param name="endTokens">The end tokens of the search; may be empty, then a match ends where no more text may follow.</param>
    /// <exception cref="ArgumentException">An end token is negative, or the automaton takes one for text.</exception>
    public PatternConstraint(TokenAutomaton automaton, IEnumerable<int> endTokens)
    {
        ArgumentNullException.ThrowIfNull(automaton);
        _automaton = automaton;
        _endTokens = TokenIds.Distinct(endTokens, nameof(endTokens));
        _allowed = new int[automaton.StateCount][];
        for (var state = 0; state < automaton.StateCount; state++)
        {
            int[] tokens = [.. automaton.Tokens(state)];
            if (tokens.Intersect(_endTokens).FirstOrDefault(-1) is var token and >= 0)
            {
                throw new ArgumentException(
                    $"The automaton takes end token {token} for text; give null as its text when you compile the pattern.", nameof(endTokens));
            }

            _allowed[state] = automaton.IsAccepting(state) ? [.. tokens, .. _endTokens] : tokens;
        }
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        if (StateAfter(prefix) is { } state)
        {
            AllowedTokens.Keep(_allowed[state], logits);
        }
        else
        {
            logits.Fill(float.NegativeInfinity); // A prefix forced by another rule has left the pattern.
        }
    }

    /// <inheritdoc/>
    public bool IsComplete(ReadOnlySpan<int> prefix) =>
        StateAfter(prefix) is { } state && _automaton.IsAccepting(state) && _automaton.Tokens(state).IsEmpty;

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => _automaton.VocabularySize != vocabularySize
        ? $"PatternConstraint was made for {_automaton.VocabularySize} tokens, but the model has {vocabularySize}."
        : TokenIds.FindProblem(nameof(PatternConstraint), _endTokens.LastOrDefault(), vocabularySize);

    /// <inheritdoc/>
    public string? FindConflict(SearchOptions search, int maxLength)
    {
        int[] others = [.. search.EndTokens.Except(_endTokens)];
        return others.Length > 0
            ? $"{nameof(PatternConstraint)} does not know the end tokens [{string.Join(", ", others)}]: they would be impossible, or cut a match short. Make it with the EndTokens of the search."
            : RuleOrder.FindForcingBehind(this, search);
    }

    private int? StateAfter(ReadOnlySpan<int> prefix)
    {
        var state = 0;
        foreach (var token in prefix)
        {
            if (_automaton.Next(state, token) is not { } next)
            {
                return null;
            }

            state = next;
        }

        return state;
    }
}
