namespace Seq.Train;

/// <summary>Finds labelled texts.</summary>
internal static class LabelledTexts
{
    /// <summary>Reads a registered set or a file.</summary>
    /// <exception cref="DataException">The data is missing, damaged, not of its form, or of another task.</exception>
    internal static PartedItems<LabelledText> Read(string data, LabelledOptions options, DataFolders folders) => DataSets.TryFind(data) switch
    {
        null => PartedItems<LabelledText>.Shuffled(UserFile.ReadLabelled(data), options.Shares, options.Seed),
        { Name: "imdb" } => ImdbReviews.Read(folders, options.Shares.Validation, options.Seed),
        var set => throw WrongTask.Of(set, "a classifier", "imdb"),
    };
}
