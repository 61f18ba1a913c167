using Seq.Model;

namespace Seq.Export;

/// <summary>A model cannot be exported as asked; the message says what to change.</summary>
public sealed class ExportException : SeqException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public ExportException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
