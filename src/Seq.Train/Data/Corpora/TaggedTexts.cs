namespace Seq.Train;

/// <summary>Finds tagged sentences.</summary>
internal static class TaggedTexts
{
    /// <summary>Reads a registered set or a file.</summary>
    /// <exception cref="DataException">The data is missing, damaged, not of its form, or of another task.</exception>
    internal static PartedItems<TaggedText> Read(string data, TaggedOptions options, DataFolders folders)
    {
        if (DataSets.TryFind(data) is not { } set)
        {
            return PartedItems<TaggedText>.Shuffled(TaggedFile.Read(data), options.Shares, options.Seed);
        }

        if (set.Name != "brown")
        {
            throw WrongTask.Of(set, "a tagger", "brown");
        }

        var parts = BrownParts.ByText(BrownCorpus.Read(folders, mergesDoubledMarks: false)).Select(sentence => new TaggedText(
            sentence.Words, options.SimplifiesTags ? [.. sentence.Tags.Select(BrownTags.Simplify)] : sentence.Tags));
        return new(parts.Train, parts.Validation, parts.Test);
    }
}
