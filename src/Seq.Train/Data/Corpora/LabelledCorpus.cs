using Seq.Model;

namespace Seq.Train;

/// <summary>Texts with labels, as ids.</summary>
internal sealed record LabelledCorpus
{
    /// <summary>Tokens of the texts.</summary>
    internal required Vocabulary Source { get; init; }

    /// <summary>The labels.</summary>
    internal required Vocabulary Labels { get; init; }

    /// <summary>The examples.</summary>
    internal required DataParts<LabelledExample> Examples { get; init; }

    /// <summary>The same items as text.</summary>
    internal required DataParts<LabelledText> Texts { get; init; }

    /// <summary>Loads labelled texts.</summary>
    /// <param name="data">The name of a registered set (<c>imdb</c>), or the path of a file: lines <c>label⇥text</c>, or JSON lines with <c>text</c> and <c>label</c>.</param>
    /// <param name="options">Vocabulary and parts.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form.</exception>
    internal static LabelledCorpus Load(string data, LabelledOptions options, DataFolders folders) => Of(LabelledTexts.Read(data, options, folders), options);

    /// <summary>Makes a corpus of texts; words are counted in the train part.</summary>
    internal static LabelledCorpus Of(DataParts<LabelledText> texts, LabelledOptions options)
    {
        var counts = new TokenCounts();
        foreach (var item in texts.Train)
        {
            counts.AddText(item.Text, options.Vocabulary.Unit, options.Vocabulary.Rules);
        }

        var source = options.KerasIndex
            ? VocabularyBuilder.BuildKerasIndex(counts, options.Vocabulary.MaxSize, options.Vocabulary.Rules)
            : VocabularyBuilder.Build(counts, options.Vocabulary);
        var labels = VocabularyBuilder.BuildLabels(texts.All.Select(item => item.Label));
        if (labels.Count == 1)
        {
            throw new DataException($"The data has one label, '{labels.Tokens[0]}'; a classifier tells two or more apart. Give texts with other labels too.");
        }

        return new()
        {
            Source = source,
            Labels = labels,
            Texts = texts,
            Examples = texts.Select(item => new LabelledExample(source.FitRow(source.Encode(item.Text)), labels.TryGetId(item.Label, out var id) ? id : -1)),
        };
    }
}
