namespace Seq.Train;

/// <summary>Finds the texts of a language model.</summary>
internal static class LanguageTexts
{
    /// <summary>Reads a registered set or a file.</summary>
    /// <exception cref="DataException">The data is missing, damaged, not of its form, or of another task.</exception>
    internal static StreamTexts Read(string data, LanguageOptions options, DataFolders folders)
    {
        if (DataSets.TryFind(data) is not { } set)
        {
            return OfFile(data, options);
        }

        var files = set.Files;
        return set.Name switch
        {
            "brown" => StreamTexts.Of(BrownParts.Language(BrownCorpus.Read(folders, options.MergesDoubledMarks), options)),
            "wikitext-2" => new(folders.ReadLines(files[0]), folders.ReadLines(files[1]), folders.ReadLines(files[2])),
            "imdb" => StreamTexts.Of(ImdbReviews.Read(folders, options.Shares.Validation, options.Seed), review => review.Text),
            "moby-dick" or "tiny-shakespeare" => TextCut.InOrder([folders.ReadText(files[0])], options.Shares, options.Vocabulary.Unit),
            "names" => StreamTexts.Of(DataParts<string>.Shuffled([.. folders.ReadLines(files[0]).Distinct(StringComparer.Ordinal)], options.Shares, options.Seed)),
            "toy" => new(ToyText.Lines, [], []),
            _ => throw WrongTask.Of(set, "a language model", "brown, wikitext-2, imdb, moby-dick, tiny-shakespeare, names, toy"),
        };
    }

    /// <summary>A file: JSON lines are texts in the order given; plain text is one stream where lines are not marked, else a text a line.</summary>
    private static StreamTexts OfFile(string path, LanguageOptions options)
    {
        var lines = UserFile.IsJsonLines(path) ? UserFile.ReadTexts(path) : UserFile.ReadLines(path);
        return options.Marks == LineMarks.None
            ? TextCut.InOrder(TextCut.Pieces(lines), options.Shares, options.Vocabulary.Unit)
            : StreamTexts.InOrder(lines, options.Shares);
    }
}
