namespace Seq.Decoding;

/// <summary>A step model broke its contract: wrong number of logits or of rows.</summary>
public sealed class StepModelException : DecodingException
{
    internal StepModelException(string message)
        : base(message)
    {
    }
}
