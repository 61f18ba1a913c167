using Seq.Model;

namespace Seq.Train;

/// <summary>Data is unknown, missing, damaged or not of its form; the message says what, where and what to do.</summary>
public sealed class DataException : SeqException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public DataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
