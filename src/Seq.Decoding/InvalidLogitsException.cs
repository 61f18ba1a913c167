namespace Seq.Decoding;

/// <summary>A logit is NaN or +∞, so no probability can be computed.</summary>
public sealed class InvalidLogitsException : DecodingException
{
    internal InvalidLogitsException(int input, int row, int step, int token, float value)
        : base(FormattableString.Invariant(
            $"The logit of token {token} is {value} at step {step}, input {input} (row {row}). Logits must be finite or -Infinity: ")
            + "look for overflow in the model's weights or its precision, or for a logits processor that writes NaN.")
    {
        (Input, Row, Step, Token, Value) = (input, row, step, token, value);
    }

    /// <summary>The index of the input in the request.</summary>
    public int Input { get; }

    /// <summary>The row of the model at that step.</summary>
    public int Row { get; }

    /// <summary>The step, from 0.</summary>
    public int Step { get; }

    /// <summary>The first token with such a logit.</summary>
    public int Token { get; }

    /// <summary>The logit.</summary>
    public float Value { get; }

    /// <inheritdoc/>
    public override DecodingException InBatch(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new InvalidLogitsException(numbers[Input], Row, Step, Token, Value);
    }
}
