using Seq.Model;

namespace Seq.Train;

/// <summary>A text for a language model, as ids.</summary>
internal sealed record LanguageCorpus
{
    /// <summary>The tokens.</summary>
    internal required Vocabulary Vocabulary { get; init; }

    /// <summary>What is learned from.</summary>
    internal required TokenStream Train { get; init; }

    /// <summary>What chooses the model; null for none.</summary>
    internal TokenStream? Validation { get; init; }

    /// <summary>What is reported on; null for none.</summary>
    internal TokenStream? Test { get; init; }

    /// <summary>Loads a text.</summary>
    /// <param name="data">The name of a registered set, or the path of a file: plain text, or JSON lines with <c>text</c>.</param>
    /// <param name="options">Vocabulary and parts.</param>
    /// <param name="folders">Where registered sets lie.</param>
    /// <exception cref="DataException">The data is missing, damaged, not of its form or too short.</exception>
    internal static LanguageCorpus Load(string data, LanguageOptions options, DataFolders folders) => Of(LanguageTexts.Read(data, options, folders), options);

    /// <summary>Makes a corpus of texts.</summary>
    /// <param name="texts">Lines, or whole texts.</param>
    /// <param name="options">Vocabulary and marks.</param>
    internal static LanguageCorpus Of(StreamTexts texts, LanguageOptions options)
    {
        var counts = new TokenCounts();
        foreach (var text in options.CountsAllParts ? texts.All : texts.Train)
        {
            counts.AddText(text, options.Vocabulary.Unit, options.Vocabulary.Rules);
        }

        var vocabulary = VocabularyBuilder.Build(counts, options.Vocabulary);
        return new()
        {
            Vocabulary = vocabulary,
            Train = Stream(texts.Train, counts.Total),
            Validation = texts.Validation.Any() ? Stream(texts.Validation, 0) : null,
            Test = texts.Test.Any() ? Stream(texts.Test, 0) : null,
        };

        TokenStream Stream(IEnumerable<string> part, long expected)
        {
            var stream = LanguageStream.Of(part, vocabulary, options.Marks, expected);
            return options.Backward ? stream.Backward() : stream;
        }
    }
}
