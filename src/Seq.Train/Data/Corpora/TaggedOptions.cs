namespace Seq.Train;

/// <summary>How tagged sentences become examples.</summary>
internal sealed record TaggedOptions
{
    /// <summary>Which words have ids of their own; words are given, so rules may change case but cut nothing. Default: those that occur at least twice, case kept.</summary>
    internal VocabularyOptions Vocabulary { get; init; } = new() { MinCount = 2 };

    /// <summary>Whether Brown's marks of title, headline, citation (<c>-tl -hl -nc</c>) and foreign word (<c>fw-</c>) are taken off the tags. Default: no, all 472 tags.</summary>
    internal bool SimplifiesTags { get; init; }

    /// <summary>Parts of a file, whose sentences are shuffled. Default: a tenth, and a tenth for test.</summary>
    internal PartShares Shares { get; init; } = new(0.1, 0.1);

    /// <summary>Decides which sentences of a file are set aside. Default: 42.</summary>
    internal ulong Seed { get; init; } = 42;
}
