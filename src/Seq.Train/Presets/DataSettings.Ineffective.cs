using Seq.Model;

namespace Seq.Train;

/// <content>Says which settings do nothing on the data and the model at hand.</content>
public sealed partial record DataSettings
{
    /// <summary>Whether the shares for validation and for the test decide about the parts; most registered sets have parts of their own.</summary>
    private (bool Validation, bool Test) TakesShares(TaskKind task) => (task, Source) switch
    {
        (_, Echo) => (false, true),
        (TaskKind.LanguageModel, "brown") => (Brown == BrownProtocol.Sentences, Brown == BrownProtocol.Sentences),
        (TaskKind.LanguageModel or TaskKind.Classifier, "imdb") => (true, false),
        (TaskKind.LanguageModel, "moby-dick" or "tiny-shakespeare" or "names") => (true, true),
        _ => (IsFile, IsFile),
    };

    /// <summary>Whether chance decides which items are set aside; a language model's text is split in its order.</summary>
    private bool IsSplitAtRandom(TaskKind task) => (task, Source) switch
    {
        (TaskKind.LanguageModel, "brown") => Brown == BrownProtocol.Sentences,
        (TaskKind.LanguageModel, "names") => true,
        (TaskKind.LanguageModel or TaskKind.Classifier, "imdb") => true,
        (TaskKind.LanguageModel, _) => false,
        _ => IsFile,
    };

    /// <summary>Whether the text of a language model comes line by line.</summary>
    private bool HasLines => Source == "brown" ? Brown == BrownProtocol.Sentences : IsFile || Source is "wikitext-2" or "imdb" or "names" or "toy";

    private bool IsFile => DataSets.TryFind(Source) is null;

    /// <summary>Settings that do nothing on the data and the model at hand.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective(TaskKind task)
    {
        var standard = new DataSettings { Source = Source };
        var (isDigits, isEcho, isText) = (Source == Digits, Source == Echo, Source is not (Digits or Echo));
        var (isLanguage, isPair, isClassifier, isTagger) =
            (task == TaskKind.LanguageModel, task == TaskKind.EncoderDecoder, task == TaskKind.Classifier, task == TaskKind.Tagger);
        var (hasBytePairs, hasOnlyBytePairs) = (Unit == TokenUnit.BytePairs || TargetUnit == TokenUnit.BytePairs, Unit == TokenUnit.BytePairs && TargetUnit is null or TokenUnit.BytePairs);
        var (validation, test) = TakesShares(task);
        (string Name, bool Changed, bool Works, string Where)[] rules =
        [
            ("min_digits", MinDigits != standard.MinDigits, isDigits, "digits"), ("max_digits", MaxDigits != standard.MaxDigits, isDigits, "digits"),
            ("echo_ids", EchoIds != standard.EchoIds, isEcho, "echo"), ("echo_length", EchoLength != standard.EchoLength, isEcho, "echo"),
            ("echo_repeated", EchoRepeated != standard.EchoRepeated, isEcho, "echo"), ("echo_rows", EchoRows != standard.EchoRows, isEcho, "echo"),
            ("unit", Unit is not null, isText && !isTagger, "texts"), ("target_unit", TargetUnit is not null, isText && isPair, "pairs of texts"),
            ("vocabulary_size", VocabularySize is not null, isText && !hasOnlyBytePairs, "texts in words or characters; of byte pairs the merges say it"),
            ("min_count", MinCount is not null, isText && !hasOnlyBytePairs, "texts in words or characters; of byte pairs the merges say it"),
            ("merges", Merges is not null, isText && hasBytePairs && MergesFile is null, "byte pairs whose merges are learned"),
            ("merges_file", MergesFile is not null, isText && hasBytePairs, "byte pairs"),
            ("shared_merges", SharedMerges, isPair && hasOnlyBytePairs && MergesFile is null, "pairs in byte pairs whose merges are learned"),
            ("lowercase", Lowercase is not null, isText, "texts"), ("split", Split is not null, isText && !isTagger, "texts"),
            ("validation_share", ValidationShare is not null, validation, "data without a validation part of its own"),
            ("test_share", TestShare is not null, test, "data without a test part of its own"),
            ("split_seed", SplitSeed != standard.SplitSeed, IsSplitAtRandom(task), "data that is split at random"),
            ("line_marks", LineMarks is not null, isLanguage && HasLines, "a language model on lines"), ("raw", Raw, isPair && Source == "multi30k", "an encoder-decoder on multi30k"),
            ("brown", Brown != standard.Brown, Source == "brown" && isLanguage, "a language model on brown"),
            ("merge_doubled_marks", MergeDoubledMarks, Source == "brown" && isLanguage, "a language model on brown"),
            ("simplify_tags", SimplifyTags, Source == "brown" && isTagger, "a tagger on brown"),
            ("steps", Steps != standard.Steps, isLanguage, "a language model"), ("random_steps", RandomSteps, isLanguage && Stateful, "a language model with carried states"),
            ("stateful", !Stateful, isLanguage, "a language model"), ("backward", Backward, isLanguage, "a language model"),
            ("token_budget", TokenBudget is not null, !isLanguage && !isDigits, "examples of different lengths"),
            ("pool_batches", PoolBatches != standard.PoolBatches, !isLanguage && !isDigits, "examples of different lengths"),
            ("max_length", MaxLength is not null, isText && (isPair || isClassifier), "pairs of texts and a classifier's texts"),
            ("truncate_at", TruncateAt != standard.TruncateAt, isClassifier && MaxLength is not null, "a classifier with data.max_length"),
            ("pad_at", PadAt != standard.PadAt, isClassifier && !Masked, "a classifier that reads padding"), ("masked", Masked != standard.Masked, isClassifier, "a classifier"),
        ];
        return rules.Where(rule => rule.Changed && !rule.Works).Select(rule =>
            new IneffectiveSetting($"data.{rule.Name}", $"data.{rule.Name} has an effect only on {rule.Where}", "leave it as it is by default"));
    }
}
