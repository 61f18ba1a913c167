namespace Seq.Decoding;

/// <summary>Decoding could not go on because of what the model returned.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public abstract class DecodingException(string message) : Exception(message);
