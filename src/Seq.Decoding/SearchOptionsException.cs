namespace Seq.Decoding;

/// <summary>Search options that are out of range or without effect.</summary>
/// <param name="problems">Every problem found, each one a sentence that says what is wrong and what to do.</param>
public sealed class SearchOptionsException(IReadOnlyList<string> problems)
    : ArgumentException("The search options cannot be used:\n- " + string.Join("\n- ", problems))
{
    /// <summary>Every problem found, each one a sentence that says what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
