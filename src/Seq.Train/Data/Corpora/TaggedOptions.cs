namespace Seq.Train;

/// <summary>How tagged sentences become examples.</summary>
internal sealed record TaggedOptions
{
    /// <summary>Which words have ids of their own; words are given, so rules may change case but cut nothing. Default: those that occur at least twice, case kept.</summary>
    internal VocabularyOptions Vocabulary { get; init; } = new() { MinCount = 2 };

    /// <summary>Whether Brown's marks of title, headline, citation (<c>-tl -hl -nc</c>) and foreign word (<c>fw-</c>) are taken off the tags. Default: no, all 472 tags.</summary>
    internal bool SimplifiesTags { get; init; }
}
