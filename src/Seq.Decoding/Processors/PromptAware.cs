using System.Buffers;

namespace Seq.Decoding.Processors;

/// <summary>Lets a rule see the prompt before the output, so that a penalty on repetition counts what the prompt says too.</summary>
/// <remarks>
/// A rule sees the output alone, whatever a language model was given to continue. Inside of this one it sees prompt and output as one sequence: as the
/// <c>generate</c> of transformers shows it to the rules of a decoder-only model. It belongs to one input: give it in <see cref="DecodingRequest.Processors"/>.
/// Rules that count steps from the beginning of the output, like <see cref="ForcedPrefix"/> or <see cref="MinLength"/>, do not belong in here.
/// </remarks>
public sealed class PromptAware : ILogitsProcessor
{
    private readonly int[] _prompt;
    private readonly ILogitsProcessor _rule;

    /// <param name="prompt">The tokens of the prompt, without the start token; at least one.</param>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">There are no tokens, or one is negative.</exception>
    public PromptAware(IEnumerable<int> prompt, ILogitsProcessor rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (_prompt, _rule) = (TokenIds.Sequence(prompt, nameof(prompt)), rule);
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        var buffer = ArrayPool<int>.Shared.Rent(_prompt.Length + prefix.Length);
        try
        {
            var whole = buffer.AsSpan(0, _prompt.Length + prefix.Length);
            _prompt.CopyTo(whole);
            prefix.CopyTo(whole[_prompt.Length..]);
            _rule.Apply(whole, logits);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public string? FindProblem(int vocabularySize) => TokenIds.FindProblem(nameof(PromptAware), _prompt.Max(), vocabularySize) ?? _rule.FindProblem(vocabularySize);

    /// <inheritdoc/>
    public string? FindConflict(SearchOptions search, int maxLength) => _rule is ForcedPrefix or SoftPrefix or MinLength or MustContain or ICompletingProcessor
        ? $"{nameof(PromptAware)} is given a {_rule.GetType().Name}, which is about the output alone. Give it as it is."
        : _rule.FindConflict(search, maxLength);
}
