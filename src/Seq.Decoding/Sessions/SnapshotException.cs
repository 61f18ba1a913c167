namespace Seq.Decoding.Sessions;

/// <summary>A saved state or session is damaged, of another version, or does not fit the model or the options it is restored with.</summary>
public sealed class SnapshotException : DecodingException
{
    /// <param name="message">What does not fit, and what to do.</param>
    public SnapshotException(string message)
        : base(message)
    {
    }
}
