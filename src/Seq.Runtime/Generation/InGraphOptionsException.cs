using Seq.Model;

namespace Seq.Runtime;

/// <summary>Options that a decode inside the graph cannot follow.</summary>
/// <param name="graph">The graph that would have to decode.</param>
/// <param name="problems">Every problem found, each one a sentence that says what is wrong and what to do.</param>
public sealed class InGraphOptionsException(string graph, IReadOnlyList<string> problems)
    : SeqException($"The graph {graph} cannot decode with these options; change them or leave InGraph out:\n- " + string.Join("\n- ", problems))
{
    /// <summary>The graph that would have to decode.</summary>
    public string Graph { get; } = graph;

    /// <summary>Every problem found, each one a sentence that says what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
