namespace Seq.Train;

/// <summary>Finds pairs of texts.</summary>
internal static class PairTexts
{
    /// <summary>Reads a registered set or a file.</summary>
    /// <exception cref="DataException">The data is missing, damaged, not of its form, or of another task.</exception>
    internal static PartedItems<PairText> Read(string data, PairOptions options, DataFolders folders) => DataSets.TryFind(data) switch
    {
        null => PartedItems<PairText>.Shuffled(UserFile.ReadPairs(data), options.Shares, options.Seed),
        { Name: "multi30k" } => Multi30k(folders, options.Raw ? "" : ".lc.norm.tok"),
        { Name: "cmudict", Files: var files } => Pronunciations(folders, files),
        var set => throw WrongTask.Of(set, "an encoder-decoder", "multi30k, cmudict, digits, echo"),
    };

    private static PartedItems<PairText> Multi30k(DataFolders folders, string form)
    {
        return new(Part("train"), Part("val"), Part("test_2016_flickr"));

        IEnumerable<PairText> Part(string name) => Lines($"{name}{form}.en").Zip(Lines($"{name}{form}.de"), (english, german) => new PairText(english, german));

        IEnumerable<string> Lines(string name) => folders.ReadLines(Multi30kSet.Set.Files.Single(file => file.Path == $"multi30k/{name}"));
    }

    /// <summary>The dictionary's parts; a word of the validation part that training has with another pronunciation is left out, for it would praise the model that has not learned that one.</summary>
    private static PartedItems<PairText> Pronunciations(DataFolders folders, IReadOnlyList<DataFile> files)
    {
        var known = Entries(files[0]).Select(entry => entry.Source).ToHashSet(StringComparer.Ordinal);
        return new(Entries(files[0]), Entries(files[1]).Where(entry => !known.Contains(entry.Source)), Entries(files[2]));

        IEnumerable<PairText> Entries(DataFile file) => folders.ReadLines(file).Select(line => line.Split('\t')).Select(parts => new PairText(parts[0], parts[1]));
    }
}
