using Seq.Model;

namespace Seq.Train;

/// <summary>Texts and what they become, as ids.</summary>
internal sealed record PairCorpus
{
    /// <summary>Tokens of the source side.</summary>
    internal required Vocabulary Source { get; init; }

    /// <summary>Tokens of the target side, with a start and an end token.</summary>
    internal required Vocabulary Target { get; init; }

    /// <summary>The examples.</summary>
    internal required DataParts<PairExample> Examples { get; init; }

    /// <summary>The same items as text, at the same places; null where the ids say all.</summary>
    internal PartedItems<PairText>? Texts { get; init; }

    /// <summary>Loads pairs.</summary>
    /// <param name="data">The name of a registered set (<c>multi30k</c>, <c>cmudict</c>), or the path of a file: lines <c>source⇥target</c>, or JSON lines with <c>source</c> and <c>target</c>.</param>
    /// <param name="options">Vocabularies and parts.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form.</exception>
    internal static PairCorpus Load(string data, PairOptions options, DataFolders folders) => Of(PairTexts.Read(data, options, folders), options);

    /// <summary>Makes a corpus of pairs; tokens are counted in the train part.</summary>
    /// <exception cref="DataException">A source has no tokens.</exception>
    internal static PairCorpus Of(PartedItems<PairText> texts, PairOptions options)
    {
        var (source, target) = (new TokenCounts(), new TokenCounts());
        foreach (var pair in texts.Read(DataPart.Train))
        {
            source.AddText(pair.Source, options.Source.Unit, options.Source.Rules);
            target.AddText(pair.Target, options.Target.Unit, options.Target.Rules);
        }

        var (sources, targets) = options.SharesVocabulary ? Shared(source, target, options) : Separate(source, target, options);
        var pairs = new PackedPairs(sources.Count, targets.Count);
        foreach (var (pair, _) in texts.Read())
        {
            pairs.Add(
                sources.Encode(pair.Source) is { Length: > 0 } ids
                    ? ids
                    : throw new DataException($"The source '{Shorten(pair.Source)}' has no tokens by the rules of its vocabulary; remove the pair, or choose rules that keep marks."),
                targets.Encode(pair.Target));
        }

        return new() { Source = sources, Target = targets, Texts = texts, Examples = texts.Places.Select(place => pairs[place]) };
    }

    /// <summary>The texts at some places, which are read again.</summary>
    internal static IReadOnlyList<PairText> Keep(PartedItems<PairText> texts, IReadOnlyList<int> places) =>
        texts.Keep(places, pair => [pair.Source, pair.Target], fields => new(fields[0], fields[1]));

    private static (Vocabulary Source, Vocabulary Target) Separate(TokenCounts source, TokenCounts target, PairOptions options)
    {
        var (sourceOptions, targetOptions) = (options.Source, options.Target);
        if (options.SharesMerges)
        {
            var merges = MergeTrainer.Learn(Sum(source, target).Counts, options.Source.Merges);
            sourceOptions = sourceOptions with { Rules = sourceOptions.Rules with { Merges = merges } };
            targetOptions = targetOptions with { Rules = targetOptions.Rules with { Merges = merges } };
        }

        return (VocabularyBuilder.Build(source, sourceOptions), VocabularyBuilder.Build(target, targetOptions));
    }

    /// <summary>One vocabulary of both sides: the target's special tokens, and the source's unknown one.</summary>
    private static (Vocabulary Source, Vocabulary Target) Shared(TokenCounts source, TokenCounts target, PairOptions options)
    {
        var (one, other) = (options.Source, options.Target);
        if (one.Unit != other.Unit || one.Rules with { Merges = other.Rules.Merges } != other.Rules)
        {
            throw new DataException("One vocabulary for both sides needs the same unit and the same rules on both; leave data.target_unit out, or model.shared_embeddings.");
        }

        var shared = VocabularyBuilder.Build(Sum(source, target), one with { Unknown = one.Unknown ?? other.Unknown, Start = other.Start, End = other.End });
        return (shared, shared);
    }

    private static TokenCounts Sum(TokenCounts source, TokenCounts target)
    {
        var sum = new TokenCounts();
        foreach (var (token, times) in source.Counts.Concat(target.Counts))
        {
            sum.Add(token, times);
        }

        return sum;
    }

    private static string Shorten(string text) => text.Length > 60 ? text[..60] + "..." : text;
}
