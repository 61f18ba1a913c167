namespace Seq.Train;

/// <summary>Splits the Brown corpus.</summary>
internal static class BrownParts
{
    /// <summary>Tokens that Bengio et al. 2003 learn from.</summary>
    internal const int BengioTrain = 800_000;

    /// <summary>Tokens that they choose the model on.</summary>
    internal const int BengioValidation = 200_000;

    /// <summary>The texts of a language model, by a protocol.</summary>
    internal static DataParts<string> Language(IReadOnlyList<BrownSentence> sentences, LanguageOptions options) => options.Brown == BrownProtocol.Bengio
        ? Bengio([.. sentences.SelectMany(sentence => sentence.Words)])
        : BySentence([.. sentences.Select(sentence => string.Join(' ', sentence.Words))], options.Shares, options.Seed);

    /// <summary>One stream in file order; each part is one text.</summary>
    internal static DataParts<string> Bengio(string[] words, int train = BengioTrain, int validation = BengioValidation)
    {
        if (words.Length <= train + validation)
        {
            throw new DataException($"Brown has {words.Length} tokens here, but its protocol takes {train + validation} before the test part. Fetch the corpus again: `seq data get brown`.");
        }

        return new(
            [string.Join(' ', words[..train])],
            [string.Join(' ', words[train..(train + validation)])],
            [string.Join(' ', words[(train + validation)..])]);
    }

    /// <summary>Sentences in random order; with the usual shares 72% to learn from, 8% to choose the model, 20% for test.</summary>
    internal static DataParts<string> BySentence(IReadOnlyList<string> sentences, PartShares shares, ulong seed) => DataParts<string>.Shuffled(sentences, shares, seed);

    /// <summary>Whole texts for a tagger: of each ten in the order of names, the ninth chooses the model and the tenth is for test, so that all categories are in all parts.</summary>
    internal static DataParts<BrownSentence> ByText(IReadOnlyList<BrownSentence> sentences)
    {
        var places = sentences.Select(sentence => sentence.Text).Distinct(StringComparer.Ordinal).Index()
            .ToDictionary(text => text.Item, text => text.Index % 10, StringComparer.Ordinal);
        return new(Of(place => place < 8), Of(place => place == 8), Of(place => place == 9));

        IReadOnlyList<BrownSentence> Of(Func<int, bool> isIn) => [.. sentences.Where(sentence => isIn(places[sentence.Text]))];
    }
}
