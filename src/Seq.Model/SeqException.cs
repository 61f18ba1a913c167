namespace Seq.Model;

/// <summary>Something given to Seq (a file, an option, a text) is wrong; the message says what, where and what to do.</summary>
/// <remarks>The command ends with exit code 2 on this exception and prints the message alone. A bug in Seq is never reported through it.</remarks>
public class SeqException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public SeqException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
