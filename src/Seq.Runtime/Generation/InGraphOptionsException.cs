using Seq.Model;

namespace Seq.Runtime;

/// <summary>Options that a decode inside the graph cannot follow.</summary>
/// <param name="problems">Every problem found, each one a sentence that says what is wrong and what to do.</param>
public sealed class InGraphOptionsException(IReadOnlyList<string> problems)
    : SeqException("The graph generate-greedy cannot decode with these options; change them or leave InGraph out:\n- " + string.Join("\n- ", problems))
{
    /// <summary>Every problem found, each one a sentence that says what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
