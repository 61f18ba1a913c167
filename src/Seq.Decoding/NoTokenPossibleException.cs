namespace Seq.Decoding;

/// <summary>Every token is impossible (logit −∞) and no hypothesis has ended, so the search has nothing to return.</summary>
public sealed class NoTokenPossibleException : DecodingException
{
    internal NoTokenPossibleException(int input, int step)
        : base($"Every token is impossible at step {step} of input {input}: all logits are -Infinity. "
            + "Loosen the logits processors (suppressed tokens, n-grams, minimum length) or look at the model's masks.")
    {
        (Input, Step) = (input, step);
    }

    /// <summary>The index of the input in the request.</summary>
    public int Input { get; }

    /// <summary>The step, from 0.</summary>
    public int Step { get; }

    /// <inheritdoc/>
    public override DecodingException InBatch(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new NoTokenPossibleException(numbers[Input], Step);
    }
}
