namespace Seq.Decoding.Processors;

/// <summary>Makes the output contain given sequences of tokens: a name, a term of a glossary.</summary>
/// <remarks>
/// <para>
/// While one of the sequences is missing, end tokens are impossible and the next token of each missing sequence gains a bias. When
/// the steps that are left are no more than the tokens of all missing sequences, the only token possible is the next one of the sequence
/// that is furthest under way (of equal ones the first given), so a hypothesis that ends or reaches the maximum length contains them all.
/// </para>
/// <para>
/// A missing sequence is under way when the prefix ends with a beginning of it; its next token is the one after the longest such
/// beginning. Unordered, sequences may overlap, and each missing one gives the bias: a token that is next in two of them gains it twice. Ordered, each is looked for after the end of
/// the one before it, and only the first missing one gains.
/// </para>
/// </remarks>
public sealed class MustContain : ILogitsProcessor
{
    private readonly int[][] _sequences;
    private readonly int[] _endTokens;
    private readonly int _maxLength;
    private readonly float _bias;
    private readonly bool _ordered;

    /// <param name="sequences">The sequences.</param>
    /// <param name="endTokens">The end tokens of the search; may be empty. None may be in a sequence.</param>
    /// <param name="maxLength">The maximum length of the search, for the input it is used with.</param>
    /// <param name="bias">What the next token of a missing sequence gains, in nats; 0 leaves them to the last moment.</param>
    /// <param name="ordered">Whether the sequences must come in the order given.</param>
    /// <exception cref="ArgumentException">
    /// There are no sequences, one is empty or has an end token, a token is negative, the bias is not finite, or the sequences do not fit into the length.
    /// </exception>
    public MustContain(
        IEnumerable<IReadOnlyList<int>> sequences, IEnumerable<int> endTokens, int maxLength, float bias = 0f, bool ordered = false)
    {
        _sequences = TokenIds.Sequences(sequences, nameof(sequences));
        _endTokens = TokenIds.Distinct(endTokens, nameof(endTokens));
        if (_sequences.Any(sequence => sequence.Intersect(_endTokens).Any()))
        {
            throw new ArgumentException("A sequence contains an end token, with which the output would end.", nameof(sequences));
        }

        if (!float.IsFinite(bias))
        {
            throw new ArgumentOutOfRangeException(nameof(bias), bias, "The bias must be finite. Use 0 for none.");
        }

        if (_sequences.Sum(sequence => sequence.Length) is var needed && needed > maxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxLength), maxLength, $"The sequences have {needed} tokens together, more than the maximum length.");
        }

        (_maxLength, _bias, _ordered) = (maxLength, bias, ordered);
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        var (missing, under, begun, from) = (0, -1, 0, 0);
        for (var i = 0; i < _sequences.Length; i++)
        {
            var sequence = _sequences[i];
            var isNext = under < 0 || !_ordered; // In order, nothing counts after the first that is missing.
            if (isNext && prefix[from..].IndexOf(sequence) is var at and >= 0)
            {
                from += _ordered ? at + sequence.Length : 0;
                continue;
            }

            missing += sequence.Length;
            if (isNext)
            {
                var length = Begun(prefix[from..], sequence);
                logits[sequence[length]] += _bias;
                if (under < 0 || length > begun)
                {
                    (under, begun) = (i, length);
                }
            }
        }

        if (under < 0)
        {
            return;
        }

        foreach (var token in _endTokens)
        {
            logits[token] = float.NegativeInfinity;
        }

        // One more free step could break off what is under way, and then all the missing tokens must still fit.
        if (missing >= _maxLength - prefix.Length)
        {
            var token = _sequences[under][begun];
            var logit = logits[token];
            logits.Fill(float.NegativeInfinity);
            logits[token] = float.IsNegativeInfinity(logit) ? 0f : logit;
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) =>
        TokenIds.FindProblem(nameof(MustContain), Math.Max(_sequences.Max(sequence => sequence.Max()), _endTokens.LastOrDefault()), vocabularySize);

    /// <inheritdoc/>
    public string? FindConflict(SearchOptions search, int maxLength)
    {
        int[] others = [.. search.EndTokens.Except(_endTokens)];
        return maxLength < _maxLength
            ? $"{nameof(MustContain)} was made for {_maxLength} steps, but the search ends after {maxLength}, perhaps before it contains them. Make it with that length."
            : others.Length > 0
                ? $"{nameof(MustContain)} does not know the end tokens [{string.Join(", ", others)}], with which a hypothesis would end without its sequences. Make it with the EndTokens of the search."
                : null;
    }

    /// <summary>How many first tokens of a sequence the prefix ends with.</summary>
    private static int Begun(ReadOnlySpan<int> prefix, ReadOnlySpan<int> sequence)
    {
        var length = Math.Min(prefix.Length, sequence.Length - 1);
        while (!prefix.EndsWith(sequence[..length]))
        {
            length--;
        }

        return length;
    }
}
