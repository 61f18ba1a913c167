namespace Seq.Decoding.Processors;

/// <summary>Holds back the end tokens until a hypothesis is long enough. <see cref="SearchOptions.MinLength"/> is this rule.</summary>
/// <remarks>l[e] ← −∞ for each end token e while the prefix has fewer than n tokens.</remarks>
public sealed class MinLength : ILogitsProcessor
{
    private readonly int _length;
    private readonly int[] _endTokens;

    /// <param name="length">n: how many tokens must precede an end token; 0 changes nothing.</param>
    /// <param name="endTokens">The end tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ArgumentException">An end token is negative.</exception>
    public MinLength(int length, IEnumerable<int> endTokens)
    {
        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The minimum length must be at least 0.");
        }

        _length = length;
        _endTokens = TokenIds.Distinct(endTokens, nameof(endTokens));
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        if (prefix.Length >= _length)
        {
            return;
        }

        foreach (var token in _endTokens)
        {
            logits[token] = float.NegativeInfinity;
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => TokenIds.FindProblem(nameof(MinLength), _endTokens.LastOrDefault(), vocabularySize);

    /// <inheritdoc/>
    public string? FindConflict(SearchOptions search, int maxLength) => _length > maxLength
        ? $"{nameof(MinLength)} asks for {_length} tokens, but the search ends after {maxLength}. Lower it, or raise MaxLength."
        : _length > 0 && !_endTokens.Intersect(search.EndTokens).Any()
            ? $"{nameof(MinLength)} holds back [{string.Join(", ", _endTokens)}], but what ends a hypothesis is [{string.Join(", ", search.EndTokens)}]. Give it the EndTokens of the search."
            : null;
}
