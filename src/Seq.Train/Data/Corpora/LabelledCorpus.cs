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

    /// <summary>The same items as text, at the same places.</summary>
    internal required PartedItems<LabelledText> Texts { get; init; }

    /// <summary>Number of texts to learn from that are longer than <see cref="RowRules.MaxLength"/>, and so are cut.</summary>
    internal int Cut { get; private init; }

    /// <summary>Loads labelled texts.</summary>
    /// <param name="data">The name of a registered set (<c>imdb</c>), or the path of a file: lines <c>label⇥text</c>, or JSON lines with <c>text</c> and <c>label</c>.</param>
    /// <param name="options">Vocabulary and parts.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form.</exception>
    internal static LabelledCorpus Load(string data, LabelledOptions options, DataFolders folders) => Of(LabelledTexts.Read(data, options, folders), options);

    /// <summary>Makes a corpus of texts; words are counted in the train part, labels in all parts.</summary>
    internal static LabelledCorpus Of(PartedItems<LabelledText> texts, LabelledOptions options)
    {
        var (counts, names) = (new TokenCounts(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (item, part) in texts.Read())
        {
            names.Add(item.Label);
            if (part == DataPart.Train)
            {
                counts.AddText(item.Text, options.Vocabulary.Unit, options.Vocabulary.Rules);
            }
        }

        var source = options.KerasIndex
            ? VocabularyBuilder.BuildKerasIndex(counts, options.Vocabulary.MaxSize, options.Vocabulary.Rules)
            : VocabularyBuilder.Build(counts, options.Vocabulary);
        var labels = VocabularyBuilder.BuildLabels(names);
        if (labels.Count == 1)
        {
            throw new DataException($"The data has one label, '{labels.Tokens[0]}'; a classifier tells two or more apart. Give texts with other labels too.");
        }

        var (examples, cut) = (new PackedLabelled(source.Count), 0);
        var most = source.Rules.Row is { MaxLength: { } length, Starts: var starts } ? length - (starts ? 1 : 0) : int.MaxValue;
        foreach (var (item, part) in texts.Read())
        {
            var ids = source.Encode(item.Text);
            examples.Add(source.FitRow(ids), labels.TryGetId(item.Label, out var id) ? id : -1);
            cut += part == DataPart.Train && ids.Length > most ? 1 : 0;
        }

        return new() { Source = source, Labels = labels, Texts = texts, Cut = cut, Examples = texts.Places.Select(place => examples[place]) };
    }

    /// <summary>The texts at some places, which are read again.</summary>
    internal IReadOnlyList<LabelledText> Keep(IReadOnlyList<int> places) => Texts.Keep(places, item => [item.Label, item.Text], fields => new(fields[0], fields[1]));
}
