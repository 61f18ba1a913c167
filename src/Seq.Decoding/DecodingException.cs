namespace Seq.Decoding;

/// <summary>Decoding could not go on because of what the model returned.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public abstract class DecodingException(string message) : Exception(message)
{
    /// <summary>The same, told of inputs that were decoded as part of a larger batch.</summary>
    /// <param name="numbers">The number of each input in the larger batch, [inputs].</param>
    /// <returns>An exception that names the input by its number there; this one when it names none.</returns>
    public virtual DecodingException InBatch(IReadOnlyList<int> numbers) => this;
}
