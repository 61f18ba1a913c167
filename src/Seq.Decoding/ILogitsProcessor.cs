namespace Seq.Decoding;

/// <summary>A rule that changes the logits of a hypothesis before search looks at them.</summary>
/// <remarks>
/// Processors run in the order of <see cref="SearchOptions.Processors"/>, on raw logits: before log-softmax and, when sampling,
/// before the temperature. The log-probabilities that search reports are those of the processed logits.
/// One instance serves all rows and may serve several decoders, so it keeps no state between calls.
/// </remarks>
public interface ILogitsProcessor
{
    /// <summary>Changes the logits of the token that follows <paramref name="prefix"/>.</summary>
    /// <param name="prefix">The tokens that the hypothesis has so far, without the start token, [step].</param>
    /// <param name="logits">Logits of the next token, [vocabulary], changed in place; −∞ makes a token impossible.</param>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits);

    /// <summary>What makes this processor unfit for a model, asked before the first step.</summary>
    /// <param name="vocabularySize">The number of tokens of the model.</param>
    /// <returns>One sentence for the user, or null when all is well.</returns>
    public string? FindProblem(int vocabularySize) => null;

    /// <summary>What in a search breaks this rule or leaves it without effect, asked before the first step.</summary>
    /// <param name="search">The search.</param>
    /// <param name="maxLength">The most steps that an input may take which the rule is for; of several inputs the fewest.</param>
    /// <returns>One sentence for the user, or null when all is well.</returns>
    public string? FindConflict(SearchOptions search, int maxLength) => null;
}
