namespace Seq.Train;

/// <summary>A look at some data: how much there is, and its first items as text and as ids.</summary>
public sealed record DataPreview
{
    /// <summary>The name of the set, or the path of the file.</summary>
    public required string Data { get; init; }

    /// <summary>What it was read for.</summary>
    public required DataTask Task { get; init; }

    /// <summary>Number of tokens of each vocabulary.</summary>
    public required IReadOnlyDictionary<string, int> Vocabularies { get; init; }

    /// <summary>The parts, <c>train</c> first; empty parts are left out.</summary>
    public required IReadOnlyList<PreviewPart> Parts { get; init; }

    /// <summary>The first items of the train part.</summary>
    public required IReadOnlyList<PreviewItem> Items { get; init; }

    /// <summary>The arrays of a batch of these items, by name, with their shapes.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> Batch { get; init; }

    /// <summary>Share of the batch's source that is padding, from 0 to 1.</summary>
    public double PaddingShare { get; init; }

    /// <summary>Looks at a registered set or a file.</summary>
    /// <param name="data">The name of a set or the path of a file.</param>
    /// <param name="task">What to read it for; null takes what a set is for.</param>
    /// <param name="items">How many items, at least 1.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form, or a file is given without a task.</exception>
    public static DataPreview Of(string data, DataTask? task, int items, DataFolders folders)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        return (task ?? DataSets.TryFind(data)?.Task) switch
        {
            DataTask.Language => Previews.Of(data, items, LanguageCorpus.Load(data, LanguageOptions.For(data), folders)),
            DataTask.Classification => Previews.Of(data, items, LabelledCorpus.Load(data, LabelledOptions.For(data), folders)),
            DataTask.Pairs => Previews.Of(data, items, PairCorpus.Load(data, PairOptions.For(data), folders)),
            DataTask.Tagging => Previews.Of(data, items, TaggedCorpus.Load(data, new(), folders)),
            _ when File.Exists(data) => throw new DataException($"'{data}' is a file of your own; say what it is for (seq data show FILE --task TASK): lm, classify, seq2seq or tag."),
            _ => throw new DataException(
                $"'{data}' is neither a file nor a registered set. Sets: {string.Join(", ", DataSets.All.Select(set => set.Name))}. Check the name."),
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
