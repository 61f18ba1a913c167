namespace Seq.Decoding;

/// <summary>Every token is impossible (logit −∞) and no hypothesis has ended, so the search has nothing to return for an input.</summary>
/// <remarks>Among many inputs it is the outcome of one: <see cref="DecodingResult.Failure"/>. It is thrown by what asks for the result that is not there.</remarks>
public sealed class NoTokenPossibleException : DecodingException
{
    /// <param name="input">The index of the input in the request.</param>
    /// <param name="step">The step, from 0.</param>
    public NoTokenPossibleException(int input, int step)
        : base($"Every token is impossible at step {step} of input {input}: all logits are -Infinity. "
            + "Loosen the logits processors (suppressed tokens, n-grams, minimum length) or look at the model's masks.")
    {
        (Input, Step) = (input, step);
    }

    /// <summary>The index of the input in the request.</summary>
    public int Input { get; }

    /// <summary>The step, from 0; where several hypotheses met a dead end, that of the longest.</summary>
    public int Step { get; }

    /// <inheritdoc/>
    public override DecodingException InBatch(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new NoTokenPossibleException(numbers[Input], Step);
    }
}
