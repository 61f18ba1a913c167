using Seq.Model;

namespace Seq.Train;

/// <summary>Pairs to learn from and to measure on.</summary>
internal interface IPairData
{
    /// <summary>Tokens of the source side.</summary>
    public Vocabulary Source { get; }

    /// <summary>Tokens of the target side.</summary>
    public Vocabulary Target { get; }

    /// <summary>Examples of an epoch; null where there is no end.</summary>
    public long? Examples { get; }

    /// <summary>What is left out of what is learned from, in a sentence; null for nothing.</summary>
    public string? LeftOut { get; }

    /// <summary>Whether the targets are texts, which BLEU and error rates are for.</summary>
    public bool IsText { get; }

    /// <summary>Whether a source is right with any of its targets, as a word with several pronunciations is.</summary>
    public bool HasAlternatives { get; }

    /// <summary>How BLEU cuts the targets.</summary>
    public BleuTokenizer Tokenizer { get; }

    /// <summary>The batches from a place on, without end.</summary>
    public IEnumerable<(SequenceBatch Batch, DataPosition Next)> Batches(DataPosition from);

    /// <summary>The examples of a part.</summary>
    /// <param name="part">The part; where there is none for validation, that to learn from.</param>
    /// <param name="samples">Most examples; null for all.</param>
    /// <param name="seed">Draws data without end; null for the usual.</param>
    /// <exception cref="DataException">There is no such part.</exception>
    public IReadOnlyList<PairItem> Part(DataPart part, int? samples, ulong? seed);
}
