using Seq.Model;

namespace Seq.Runtime;

/// <summary>Options for opening a model that are out of range or without effect.</summary>
/// <param name="problems">Every problem found, each one a sentence that says what is wrong and what to do.</param>
public sealed class SeqModelOptionsException(IReadOnlyList<string> problems)
    : SeqException("The model cannot be opened with these options:\n- " + string.Join("\n- ", problems))
{
    /// <summary>Every problem found, each one a sentence that says what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
