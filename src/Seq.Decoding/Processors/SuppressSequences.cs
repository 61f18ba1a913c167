namespace Seq.Decoding.Processors;

/// <summary>Forbids sequences of tokens: words that are written with several tokens, for example.</summary>
/// <remarks>For each sequence s of n tokens: l[s[n]] ← −∞ when the prefix ends with s[1] … s[n − 1].</remarks>
public sealed class SuppressSequences : ILogitsProcessor
{
    private readonly int[][] _sequences;

    /// <param name="sequences">The sequences that must not appear; one of a single token forbids the token.</param>
    /// <exception cref="ArgumentException">There are no sequences, one is empty, or a token is negative.</exception>
    public SuppressSequences(IEnumerable<IReadOnlyList<int>> sequences) => _sequences = TokenIds.Sequences(sequences, nameof(sequences));

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        foreach (var sequence in _sequences)
        {
            if (prefix.EndsWith(sequence.AsSpan(0, sequence.Length - 1)))
            {
                logits[sequence[^1]] = float.NegativeInfinity;
            }
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) =>
        TokenIds.FindProblem(nameof(SuppressSequences), _sequences.Max(sequence => sequence.Max()), vocabularySize);
}
