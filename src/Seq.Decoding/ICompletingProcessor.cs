namespace Seq.Decoding;

/// <summary>A rule that knows when the output is complete, so that a hypothesis need not say an end token.</summary>
public interface ICompletingProcessor : ILogitsProcessor
{
    /// <summary>Whether the output is complete and no token may follow; the hypothesis then ends with <see cref="FinishReason.Constraint"/>.</summary>
    /// <param name="prefix">The tokens of the hypothesis with the one just chosen, without the start token, [step]; at least one.</param>
    public bool IsComplete(ReadOnlySpan<int> prefix);
}
