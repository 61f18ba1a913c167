using Seq.Model;

namespace Seq.Runtime;

/// <summary>Models that cannot decode together.</summary>
/// <param name="problems">Every problem found, each one a sentence that says what is wrong and what to do.</param>
public sealed class ModelCompositionException(IReadOnlyList<string> problems)
    : SeqException("These models cannot decode together:\n- " + string.Join("\n- ", problems))
{
    /// <summary>Every problem found, each one a sentence that says what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
