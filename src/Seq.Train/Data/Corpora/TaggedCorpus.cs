using Seq.Model;

namespace Seq.Train;

/// <summary>Words with tags, as ids.</summary>
internal sealed record TaggedCorpus
{
    /// <summary>Tokens of the sentences: words.</summary>
    internal required Vocabulary Source { get; init; }

    /// <summary>The tags.</summary>
    internal required Vocabulary Tags { get; init; }

    /// <summary>The examples.</summary>
    internal required DataParts<TaggedExample> Examples { get; init; }

    /// <summary>Loads tagged sentences.</summary>
    /// <param name="data">The name of a registered set, <c>brown</c>, or the path of a file: lines <c>word⇥tag</c>, a blank line behind each sentence.</param>
    /// <param name="options">Vocabulary and tags.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged or not of its form.</exception>
    internal static TaggedCorpus Load(string data, TaggedOptions options, DataFolders folders) => Of(TaggedTexts.Read(data, options, folders), options);

    /// <summary>Makes a corpus of sentences; words are counted in the train part, tags in all parts.</summary>
    internal static TaggedCorpus Of(PartedItems<TaggedText> texts, TaggedOptions options)
    {
        var (counts, names) = (new TokenCounts(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (text, part) in texts.Read())
        {
            names.UnionWith(text.Tags);
            foreach (var word in part == DataPart.Train ? text.Words : [])
            {
                counts.Add(options.Vocabulary.Rules.Normalize(word));
            }
        }

        var source = VocabularyBuilder.Build(counts, options.Vocabulary with { Unit = TokenUnit.Words });
        var tags = VocabularyBuilder.BuildLabels(names);
        var examples = new PackedTagged(source.Count, tags.Count);
        foreach (var (text, _) in texts.Read())
        {
            examples.Add([.. text.Words.SelectMany(source.Encode)], [.. text.Tags.Select(tag => tags.TryGetId(tag, out var id) ? id : -1)]);
        }

        return new() { Source = source, Tags = tags, Examples = texts.Places.Select(place => examples[place]) };
    }
}
