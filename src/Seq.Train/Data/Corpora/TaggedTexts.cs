namespace Seq.Train;

/// <summary>Finds tagged sentences.</summary>
internal static class TaggedTexts
{
    /// <summary>Reads a registered set.</summary>
    /// <exception cref="DataException">The data is missing or damaged, or no set with tags.</exception>
    internal static DataParts<TaggedText> Read(string data, TaggedOptions options, DataFolders folders)
    {
        var set = DataSets.Find(data);
        if (set.Name != "brown")
        {
            throw WrongTask.Of(set, "a tagger", "brown");
        }

        return BrownParts.ByText(BrownCorpus.Read(folders, mergesDoubledMarks: false)).Select(sentence => new TaggedText(
            sentence.Words, options.SimplifiesTags ? [.. sentence.Tags.Select(BrownTags.Simplify)] : sentence.Tags));
    }
}
