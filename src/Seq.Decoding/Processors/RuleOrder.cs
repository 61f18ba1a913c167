namespace Seq.Decoding.Processors;

/// <summary>Which rules may not stand behind one that says what an output is.</summary>
internal static class RuleOrder
{
    /// <summary>What is wrong with the place of a rule: those behind it that make tokens possible, also ones that it forbids, would have the last word.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="search">The search.</param>
    /// <returns>One sentence for the user, or null when all is well.</returns>
    internal static string? FindForcingBehind(ILogitsProcessor rule, SearchOptions search)
    {
        var behind = search.Processors.SkipWhile(other => !ReferenceEquals(other, rule)).FirstOrDefault(other => other is ForcedPrefix or SoftPrefix or MustContain);
        return behind is null
            ? null
            : $"{rule.GetType().Name} stands before {behind.GetType().Name}, which makes tokens possible that it forbids: outputs would not keep to it. Put {rule.GetType().Name} last.";
    }
}
