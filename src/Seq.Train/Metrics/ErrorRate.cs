namespace Seq.Train;

/// <summary>How far sequences are from their references.</summary>
/// <remarks>
/// The rate per token is Σ edits / Σ reference tokens: word error rate when the tokens are words, phoneme error rate when they are phonemes, character
/// error rate when they are characters. It can exceed 1. For pronunciations the field calls <see cref="Sequences"/> the word error rate: the share of words
/// that are not right as a whole.
/// </remarks>
public sealed record ErrorRate
{
    /// <summary>Edits per reference token; 0 without either, infinite where there are edits and no reference token.</summary>
    public double Tokens => Edits.Total == 0 ? 0 : (double)Edits.Total / ReferenceTokens;

    /// <summary>Share of sequences that equal none of their references; 0 without sequences.</summary>
    public double Sequences => SequenceCount == 0 ? 0 : (double)WrongSequences / SequenceCount;

    /// <summary>The edits by kind.</summary>
    public required Edits Edits { get; init; }

    /// <summary>Tokens of the references compared with.</summary>
    public required long ReferenceTokens { get; init; }

    /// <summary>Number of sequences.</summary>
    public required long SequenceCount { get; init; }

    /// <summary>Number of sequences with at least one edit.</summary>
    public required long WrongSequences { get; init; }
}
