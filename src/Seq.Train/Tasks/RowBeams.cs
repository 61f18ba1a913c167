namespace Seq.Train;

/// <summary>The hypotheses of one row of a beam search.</summary>
internal sealed class RowBeams(int size, int endToken)
{
    private readonly List<(int[] Tokens, float Score)> _ended = [];
    private List<(int Parent, int[] Tokens, float Score)> _alive = [(0, [], 0)];

    /// <summary>Whether enough hypotheses have ended.</summary>
    internal bool IsDone => _ended.Count >= size;

    /// <summary>Takes a step.</summary>
    /// <param name="scores">Candidates' log-probabilities, falling.</param>
    /// <param name="places">Their places in [hypothesis · token].</param>
    /// <param name="vocabulary">Number of tokens.</param>
    internal void Advance(ReadOnlySpan<float> scores, ReadOnlySpan<long> places, int vocabulary)
    {
        if (IsDone)
        {
            return;
        }

        var next = new List<(int Parent, int[] Tokens, float Score)>(size);
        for (var candidate = 0; candidate < scores.Length && next.Count < size && float.IsFinite(scores[candidate]); candidate++)
        {
            var (parent, token) = ((int)(places[candidate] / vocabulary), (int)(places[candidate] % vocabulary));
            var tokens = _alive[parent].Tokens;
            if (token == endToken)
            {
                if (candidate < size) // Behind K others it would take the place of a better one to come.
                {
                    _ended.Add((tokens, scores[candidate] / (tokens.Length + 1)));
                }
            }
            else
            {
                next.Add((parent, [.. tokens, token], scores[candidate]));
            }
        }

        _alive = next;
    }

    /// <summary>What the next step is fed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="parents">Receives where each hypothesis comes from, in [row · hypothesis].</param>
    /// <param name="tokens">Receives their last tokens.</param>
    /// <param name="scores">Receives their log-probabilities; −∞ where there is none.</param>
    internal void Write(int row, Span<long> parents, Span<long> tokens, Span<float> scores)
    {
        for (var place = 0; place < size; place++)
        {
            var exists = place < _alive.Count && !IsDone;
            parents[place] = (row * size) + (exists ? _alive[place].Parent : 0);
            tokens[place] = exists ? _alive[place].Tokens[^1] : endToken;
            scores[place] = exists ? _alive[place].Score : float.NegativeInfinity;
        }
    }

    /// <summary>The tokens of the best hypothesis; of those that never ended where none did.</summary>
    internal int[] Best() => _ended.Count > 0 ? _ended.MaxBy(hypothesis => hypothesis.Score).Tokens : _alive.Count > 0 ? _alive[0].Tokens : [];
}
