namespace Seq.Decoding;

/// <summary>A function given to a logits processor broke its contract.</summary>
public sealed class LogitsProcessorException : DecodingException
{
    internal LogitsProcessorException(string message)
        : base(message)
    {
    }
}
