namespace Seq.Decoding;

/// <summary>A sequence whose probability is asked for.</summary>
/// <param name="Tokens">Its tokens, without start token and end token.</param>
/// <param name="EndToken">The end token that follows them; null when the sequence is only a beginning.</param>
public readonly record struct ScoringTarget(IReadOnlyList<int> Tokens, int? EndToken)
{
    /// <summary>The rules that the search applied to this input alone, <see cref="DecodingRequest.Processors"/>; null when there were none.</summary>
    public IReadOnlyList<ILogitsProcessor>? Processors { get; init; }

    /// <summary>The number of tokens of its source, <see cref="DecodingRequest.SourceLengths"/>; needed when the options limit the length by a ratio.</summary>
    public int? SourceLength { get; init; }

    /// <summary>The number of steps it takes: its tokens and the end token.</summary>
    public int Length => Tokens.Count + (EndToken is null ? 0 : 1);

    /// <summary>The target that a search found.</summary>
    /// <param name="hypothesis">What a search returned.</param>
    public static ScoringTarget From(Hypothesis hypothesis)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        return new(hypothesis.Tokens, hypothesis.EndToken);
    }

    internal int this[int step] => step < Tokens.Count ? Tokens[step] : EndToken!.Value;
}
