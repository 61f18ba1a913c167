namespace Seq.Model;

/// <summary>A text holds a token that the vocabulary lacks, or a token id lies outside it.</summary>
public sealed class VocabularyException : SeqException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public VocabularyException(string message)
        : base(message)
    {
    }
}
