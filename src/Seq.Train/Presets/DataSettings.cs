using Seq.Model;

namespace Seq.Train;

/// <summary>What is learned from, how texts become ids, and how ids become batches. What is null is as usual for the data set.</summary>
public sealed partial record DataSettings
{
    /// <summary>The generated task of spelled digits; it has no end.</summary>
    internal const string Digits = "digits";

    /// <summary>The generated task of repeating the first of some ids.</summary>
    internal const string Echo = "echo";

    /// <summary>Name of a data set (<c>seq data list</c>), or the path of a file.</summary>
    public required string Source { get; init; }

    /// <summary>Fewest digits of an example; for <c>digits</c>.</summary>
    public int MinDigits { get; init; } = 5;

    /// <summary>Most digits of an example; for <c>digits</c>.</summary>
    public int MaxDigits { get; init; } = 10;

    /// <summary>Different ids; for <c>echo</c>.</summary>
    public int EchoIds { get; init; } = 100;

    /// <summary>Ids of a source; for <c>echo</c>.</summary>
    public int EchoLength { get; init; } = 5;

    /// <summary>First ids that are said again; for <c>echo</c>.</summary>
    public int EchoRepeated { get; init; } = 2;

    /// <summary>Rows in all, a fifth of them, or <see cref="TestShare"/>, for the test; for <c>echo</c>.</summary>
    public int EchoRows { get; init; } = 10_000;

    /// <summary>What a token is.</summary>
    public TokenUnit? Unit { get; init; }

    /// <summary>What a token of the target side is; null as <see cref="Unit"/>. For pairs.</summary>
    public TokenUnit? TargetUnit { get; init; }

    /// <summary>Most tokens of a vocabulary, special ones included.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Rarer tokens become the unknown token.</summary>
    public int? MinCount { get; init; }

    /// <summary>Merges of byte pairs that are learned.</summary>
    public int? Merges { get; init; }

    /// <summary>File of merges of byte pairs that are there already, as subword-nmt writes it (<see cref="MergeList.Read"/>); null learns them.</summary>
    public string? MergesFile { get; init; }

    /// <summary>Whether source and target have one list of merges; for pairs whose merges are learned.</summary>
    public bool SharedMerges { get; init; }

    /// <summary>Whether texts are put into lower case.</summary>
    public bool? Lowercase { get; init; }

    /// <summary>Where words end.</summary>
    public WordSplit? Split { get; init; }

    /// <summary>Share that is set aside for validation, where the data has no such part of its own.</summary>
    public double? ValidationShare { get; init; }

    /// <summary>Share that is set aside for the test, where the data has no such part of its own.</summary>
    public double? TestShare { get; init; }

    /// <summary>Seed of what is set aside, where that is drawn at random: lines of a file, whole films of <c>imdb</c>, sentences of <c>brown</c>, <c>names</c>.</summary>
    public ulong SplitSeed { get; init; } = 42;

    /// <summary>What stands between lines in the stream of a language model; for data that is made of lines.</summary>
    public LineMarks? LineMarks { get; init; }

    /// <summary>Whether sentences are taken as they were written instead of lower-cased and tokenised; for <c>multi30k</c>.</summary>
    public bool Raw { get; init; }

    /// <summary>How the Brown corpus is split; for a language model on <c>brown</c>.</summary>
    public BrownProtocol Brown { get; init; }

    /// <summary>Whether Brown's doubled marks (<c>? ?</c>) become one; for a language model on <c>brown</c>.</summary>
    public bool MergeDoubledMarks { get; init; }

    /// <summary>Whether Brown's tags lose their marks of title, headline, citation and foreign word; for a tagger on <c>brown</c>.</summary>
    public bool SimplifyTags { get; init; }

    /// <summary>Rows of a batch.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Steps of truncated back-propagation; for a language model.</summary>
    public int Steps { get; init; } = 35;

    /// <summary>Whether the steps are drawn at random around that, as Merity et al. 2018, §5 do; for a language model.</summary>
    public bool RandomSteps { get; init; }

    /// <summary>Whether a language model's state goes from batch to batch; without, windows of <see cref="Steps"/> are learned from in random order, each from a state that knows nothing.</summary>
    public bool Stateful { get; init; } = true;

    /// <summary>Whether a language model reads and writes its texts from the end, as what a layer's backward direction starts from.</summary>
    public bool Backward { get; init; }

    /// <summary>Most cells of a batch, rows times the longest; null for no such bound.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Batches whose rows are sorted by length together, so that there is little padding; 0 sorts nothing.</summary>
    public int PoolBatches { get; init; } = 50;

    /// <summary>Longer texts are cut to this; null cuts none. Pairs that are longer are not learned from.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Where a text that is too long loses tokens; for a classifier.</summary>
    public RowSide TruncateAt { get; init; } = RowSide.Pre;

    /// <summary>Where padding stands if it is read; for a classifier.</summary>
    public RowSide PadAt { get; init; } = RowSide.Post;

    /// <summary>Whether the model passes over padding; for a classifier. Without, every text is padded to <see cref="MaxLength"/>, and padding is read as tokens.</summary>
    public bool Masked { get; init; } = true;

    /// <summary>Whether the source is a file, not a data set.</summary>
    internal bool NamesFile => Source is not (Digits or Echo) && DataSets.TryFind(Source) is null;

    /// <summary>Whether a classifier's ids are those of Keras' index of IMDB. It has its own special tokens, and is left where another unit or splitting is asked for.</summary>
    internal bool TakesKerasIndex =>
        LabelledOptions.For(Source).KerasIndex && Unit is null or TokenUnit.Words && Split is null or WordSplit.Keras && MinCount is null;

    internal IEnumerable<string> Problems(TaskKind task)
    {
        (string Name, long? Value, long Least, long Most)[] counts =
        [
            ("min_digits", MinDigits, 1, 1_000), ("max_digits", MaxDigits, 1, 1_000), ("echo_ids", EchoIds, 1, 1_000_000), ("echo_length", EchoLength, 1, 10_000), ("echo_repeated", EchoRepeated, 1, EchoLength),
            ("echo_rows", EchoRows, 2, 100_000_000), ("vocabulary_size", VocabularySize, 1, 4_000_000),
            ("min_count", MinCount, 1, 1_000_000_000), ("merges", Merges, 0, 1_000_000), ("batch_size", BatchSize, 1, 65_536), ("steps", Steps, 1, 100_000),
            ("token_budget", TokenBudget, 1, 1_000_000_000), ("pool_batches", PoolBatches, 0, 1_000_000), ("max_length", MaxLength, 1, 1_000_000),
        ];
        foreach (var (name, value, least, most) in counts)
        {
            if (value < least || value > most)
            {
                yield return $"data.{name} is {value}; it must lie between {least} and {most}.";
            }
        }

        if (MinDigits > MaxDigits)
        {
            yield return $"data.min_digits is {MinDigits}, more than data.max_digits, {MaxDigits}.";
        }

        if (Source.Length == 0)
        {
            yield return "data.source is empty; name a data set (`seq data list`) or a file by --data.";
        }

        if (Source is Digits or Echo && task != TaskKind.EncoderDecoder)
        {
            yield return $"data.source is {Source}, whose pairs only an encoder-decoder learns.";
        }

        if (ValidationShare is not (null or (>= 0 and < 1)) || TestShare is not (null or (>= 0 and < 1)) || (ValidationShare ?? 0) + (TestShare ?? 0) >= 1)
        {
            yield return FormattableString.Invariant($"data.validation_share is {ValidationShare} and data.test_share {TestShare}; they lie in [0, 1), and leave something to learn from.");
        }

        if (!Masked && MaxLength is null)
        {
            yield return "data.masked is false, so every text is padded to data.max_length; give that.";
        }

        if (task == TaskKind.Classifier && TakesKerasIndex && VocabularySize is >= 1 and <= VocabularyBuilder.KerasReserved)
        {
            yield return $"data.vocabulary_size is {VocabularySize}, but Keras' index of IMDB takes the first {VocabularyBuilder.KerasReserved} ids for itself; it must be above that.";
        }
    }
}
