namespace Seq.Train;

/// <summary>A look at some data: how much there is, and its first items as text and as ids, as a training reads them.</summary>
public sealed record DataPreview
{
    /// <summary>Steps of a registered set's stream that make an item, where nobody says how many.</summary>
    private const int StreamSteps = 25;

    /// <summary>The name of the set, or the path of the file.</summary>
    public required string Data { get; init; }

    /// <summary>What it was read for.</summary>
    public required DataTask Task { get; init; }

    /// <summary>Number of tokens of each vocabulary.</summary>
    public required IReadOnlyDictionary<string, int> Vocabularies { get; init; }

    /// <summary>The parts, <c>train</c> first; empty parts are left out. <c>digits</c> has no end: of it, the first batches.</summary>
    public required IReadOnlyList<PreviewPart> Parts { get; init; }

    /// <summary>The first items of the train part.</summary>
    public required IReadOnlyList<PreviewItem> Items { get; init; }

    /// <summary>The arrays of a batch of these items, by name, with their shapes.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> Batch { get; init; }

    /// <summary>Share of the batch's source that is padding, from 0 to 1.</summary>
    public double PaddingShare { get; init; }

    /// <summary>What a training would say of the data when it starts: examples that are left out, texts that are cut.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Looks at a registered set or a file, read as <see cref="SettingsFor"/> says.</summary>
    /// <param name="data">The name of a set or the path of a file.</param>
    /// <param name="task">What to read it for; null takes what a set is for.</param>
    /// <param name="items">How many items, at least 1.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form, or a file is given without a task.</exception>
    public static DataPreview Of(string data, DataTask? task, int items, DataFolders folders) => Of(SettingsFor(data, task), items, folders);

    /// <summary>Looks at data as a training reads it.</summary>
    /// <param name="settings">The settings of the training; those of the data count, its task, its seed, and whether a model's sides share their embeddings.</param>
    /// <param name="items">How many items, at least 1.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged, not of its form, or of another task.</exception>
    public static DataPreview Of(TrainingSettings settings, int items, DataFolders folders)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        var data = settings.Data;
        return settings.Task switch
        {
            TaskKind.LanguageModel => Previews.Of(data, items, TaskData.Language(data, folders)),
            TaskKind.Classifier => Previews.Of(data, items, TaskData.Labelled(data, folders)),
            TaskKind.EncoderDecoder when data.Source == DataSettings.Digits =>
                Previews.Of(data, items, new DigitsData(settings).First(items)) with { Notices = ["digits has no end; of what is learned from, the first batches are shown."] },
            TaskKind.EncoderDecoder => Previews.Of(data, items, TaskData.Pairs(settings, data, folders)),
            _ => Previews.Of(data, items, TaskData.Tagged(data, folders)),
        };
    }

    /// <summary>What data is read like where nothing else is asked for: a set as it usually is, a file as <c>seq train lm</c>, <c>seq2seq</c>, <c>classify</c> and <c>tag</c> read it.</summary>
    /// <param name="data">The name of a set or the path of a file.</param>
    /// <param name="task">What to read it for; null takes what a set is for.</param>
    /// <returns>Settings to change by <see cref="SettingOverrides"/> and to look at.</returns>
    /// <exception cref="DataException">There is no such set or file, or a file is given without a task.</exception>
    public static TrainingSettings SettingsFor(string data, DataTask? task)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (task is null && DataSets.TryFind(data) is null)
        {
            throw new DataException(File.Exists(data)
                ? $"'{data}' is a file of your own; say what it is for (seq data show FILE --task TASK): lm, classify, seq2seq or tag."
                : $"'{data}' is neither a file nor a registered set. Sets: {string.Join(", ", DataSets.All.Select(set => set.Name))}. Check the name.");
        }

        var kind = (task ?? DataSets.Find(data).Task) switch
        {
            DataTask.Language => TaskKind.LanguageModel,
            DataTask.Classification => TaskKind.Classifier,
            DataTask.Pairs => TaskKind.EncoderDecoder,
            _ => TaskKind.Tagger,
        };
        var usual = data is DataSettings.Digits or DataSettings.Echo && kind == TaskKind.EncoderDecoder
            ? Preset.Find(data).Settings
            : Preset.ForOwnData.First(preset => preset.Settings.Task == kind).Settings;
        return usual with
        {
            Data = DataSets.TryFind(data) is null ? usual.Data with { Source = data }
                : kind == TaskKind.LanguageModel ? new() { Source = data, Steps = StreamSteps }
                : new() { Source = data },
        };
    }
}

/// <summary>A part of the data.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Examples">Number of examples; for a language model, of streams: 1.</param>
/// <param name="Tokens">Number of source tokens.</param>
public sealed record PreviewPart(string Name, int Examples, long Tokens);

/// <summary>An item.</summary>
/// <param name="Fields">What it consists of, by name: <c>text</c>, or <c>source</c> and <c>target</c>, ….</param>
public sealed record PreviewItem(IReadOnlyDictionary<string, PreviewField> Fields);

/// <summary>A part of an item as text and as ids.</summary>
/// <param name="Text">The text that the ids decode to.</param>
/// <param name="Ids">[time] ids.</param>
public sealed record PreviewField(string Text, IReadOnlyList<int> Ids);
