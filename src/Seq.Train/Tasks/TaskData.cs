using Seq.Model;

namespace Seq.Train;

/// <summary>Reads the data that settings name, as the data set is usually read but for what the settings say.</summary>
internal static class TaskData
{
    /// <summary>Makes the task of a training.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <param name="start">Where the run was started whose data is read again; null for a training that starts.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form.</exception>
    /// <exception cref="ModelFormatException">The file of merges is missing or not of its form.</exception>
    /// <exception cref="DescriptionException">The model does not fit the data's vocabularies.</exception>
    internal static TrainingTask Open(TrainingSettings settings, DataFolders folders, StartFolder? start = null)
    {
        var data = start is null ? settings.Data : Located(settings.Data, start);
        return settings.Task switch
        {
            TaskKind.LanguageModel => new LanguageModelTask(settings, Language(data, folders)),
            TaskKind.EncoderDecoder => new EncoderDecoderTask(settings, data.Source == DataSettings.Digits ? new DigitsData(settings) : new PairData(settings, Pairs(settings, data, folders))),
            TaskKind.Classifier => new ClassifierTask(settings, Labelled(data, folders)),
            _ => new TaggerTask(settings, Tagged(data, folders)),
        };
    }

    /// <summary>A language model's text.</summary>
    internal static LanguageCorpus Language(DataSettings data, DataFolders folders) => LanguageCorpus.Load(data.Source, LanguageOptionsOf(data), folders);

    /// <summary>A classifier's texts.</summary>
    internal static LabelledCorpus Labelled(DataSettings data, DataFolders folders) => LabelledCorpus.Load(data.Source, LabelledOptionsOf(data), folders);

    /// <summary>A tagger's sentences.</summary>
    internal static TaggedCorpus Tagged(DataSettings data, DataFolders folders) => TaggedCorpus.Load(data.Source, TaggedOptionsOf(data), folders);

    /// <summary>An encoder-decoder's pairs, but for <c>digits</c>, which has no end.</summary>
    internal static PairCorpus Pairs(TrainingSettings settings, DataSettings data, DataFolders folders)
    {
        if (data.Source == DataSettings.Echo)
        {
            var test = (int)Math.Round(data.EchoRows * (data.TestShare ?? 0.2));
            var echo = new EchoTask { Ids = data.EchoIds, Length = data.EchoLength, Echoed = data.EchoRepeated, TrainRows = data.EchoRows - test, TestRows = test };
            return new() { Source = echo.SourceVocabulary, Target = echo.TargetVocabulary, Examples = echo.Examples(settings.Seed) };
        }

        var usual = PairOptions.For(data.Source);
        return PairCorpus.Load(
            data.Source,
            usual with
            {
                Source = Vocabulary(usual.Source, data),
                Target = Vocabulary(usual.Target, data with { Unit = data.TargetUnit ?? data.Unit }),
                SharesMerges = data.SharedMerges,
                SharesVocabulary = settings.Model.SharedEmbeddings,
                Shares = Shares(usual.Shares, data),
                Raw = data.Raw,
                Seed = data.SplitSeed,
            },
            folders);
    }

    /// <summary>The same settings with the paths of files where they are now.</summary>
    private static DataSettings Located(DataSettings data, StartFolder start) => data with
    {
        Source = data.NamesFile ? start.Find("data.source", data.Source) : data.Source,
        MergesFile = data.MergesFile is { } merges ? start.Find("data.merges_file", merges) : null,
    };

    private static LanguageOptions LanguageOptionsOf(DataSettings data)
    {
        var usual = data is { Source: "brown", Brown: BrownProtocol.Sentences } ? LanguageOptions.BrownSentences : LanguageOptions.For(data.Source);
        return usual with
        {
            Vocabulary = Marked(Vocabulary(usual.Vocabulary, data), data.LineMarks),
            Marks = data.LineMarks ?? usual.Marks,
            Shares = Shares(usual.Shares, data),
            MergesDoubledMarks = data.MergeDoubledMarks,
            Backward = data.Backward,
            Seed = data.SplitSeed,
        };
    }

    /// <summary>Marks that are asked for have a token, which starts a text and ends it: that is how lines stand in the stream.</summary>
    private static VocabularyOptions Marked(VocabularyOptions usual, LineMarks? marks)
    {
        var mark = marks switch
        {
            LineMarks.Start => usual.Start ?? "<s>",
            LineMarks.End => usual.End ?? "<eos>",
            _ => null,
        };
        return mark is null ? usual : usual with { Start = mark, End = mark };
    }

    private static LabelledOptions LabelledOptionsOf(DataSettings data)
    {
        var usual = LabelledOptions.For(data.Source);
        var vocabulary = Vocabulary(usual.Vocabulary, data);
        var row = new RowRules
        {
            Starts = data.TakesKerasIndex && vocabulary.Rules.Row is { Starts: true },
            MaxLength = data.MaxLength,
            TruncateAt = data.TruncateAt,
            PadAt = data.Masked ? null : data.PadAt,
        };
        return usual with
        {
            Vocabulary = vocabulary with { Rules = vocabulary.Rules with { Row = row == new RowRules() ? null : row } },
            KerasIndex = data.TakesKerasIndex,
            Shares = Shares(usual.Shares, data),
            Seed = data.SplitSeed,
        };
    }

    private static TaggedOptions TaggedOptionsOf(DataSettings data)
    {
        var usual = new TaggedOptions();
        return usual with { Vocabulary = Vocabulary(usual.Vocabulary, data), SimplifiesTags = data.SimplifyTags, Shares = Shares(usual.Shares, data), Seed = data.SplitSeed };
    }

    private static PartShares Shares(PartShares usual, DataSettings data) => new(data.ValidationShare ?? usual.Validation, data.TestShare ?? usual.Test);

    /// <summary>A size that is given takes the place of the usual bound by frequency, and the other way round.</summary>
    private static VocabularyOptions Vocabulary(VocabularyOptions usual, DataSettings data) => usual with
    {
        Unit = data.Unit ?? usual.Unit,
        MaxSize = data.VocabularySize ?? (data.MinCount is null ? usual.MaxSize : 0),
        MinCount = data.MinCount ?? (data.VocabularySize is null ? usual.MinCount : 1),
        Merges = data.Merges ?? usual.Merges,
        Rules = usual.Rules with
        {
            Lowercase = data.Lowercase ?? usual.Rules.Lowercase,
            Split = data.Split ?? (data.Unit == TokenUnit.Characters ? WordSplit.WhiteSpace : usual.Rules.Split),
            Merges = data.Unit == TokenUnit.BytePairs && data.MergesFile is { } path ? MergeList.Read(path) : usual.Rules.Merges,
        },
    };
}
