namespace Seq.Decoding;

/// <summary>A request that does not fit its model or its search options: no inputs, lists of the wrong length, values out of range.</summary>
/// <param name="problems">Every problem found, each one a sentence that says what is wrong and what to do.</param>
public sealed class DecodingRequestException(IReadOnlyList<string> problems)
    : ArgumentException("The request cannot be decoded:\n- " + string.Join("\n- ", problems))
{
    /// <summary>Every problem found, each one a sentence that says what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
