using Seq.Model;

namespace Seq.Train;

/// <summary>How a text becomes the stream of a language model.</summary>
internal sealed record LanguageOptions
{
    /// <summary>What a token is, and how many there are.</summary>
    internal VocabularyOptions Vocabulary { get; init; } = new();

    /// <summary>What stands between lines. Default: nothing.</summary>
    internal LineMarks Marks { get; init; }

    /// <summary>Parts of a text that has none of its own. Default: the last tenth, half for validation, half for test.</summary>
    internal PartShares Shares { get; init; } = new(0.05, 0.05);

    /// <summary>Whether tokens are counted in all parts, as Bengio et al. 2003 do. Default: in the train part alone.</summary>
    internal bool CountsAllParts { get; init; }

    /// <summary>Brown only: how it is split. Default: Bengio's protocol.</summary>
    internal BrownProtocol Brown { get; init; }

    /// <summary>Brown only: whether a doubled mark (<c>? ?</c>) becomes one. Default: no.</summary>
    internal bool MergesDoubledMarks { get; init; }

    /// <summary>Whether the stream runs from the end of the text to its beginning. Default: no.</summary>
    internal bool Backward { get; init; }

    /// <summary>Decides every order that is drawn. Default: 42.</summary>
    internal ulong Seed { get; init; } = 42;

    /// <summary>What a registered set takes where nothing else is asked for; for others, words that occur at least twice.</summary>
    /// <param name="data">The name of a set or the path of a file.</param>
    internal static LanguageOptions For(string data) => data switch
    {
        "brown" => new() { Vocabulary = new() { MinCount = 4, Start = "<s>" }, CountsAllParts = true },
        "wikitext-2" => new() { Vocabulary = new() { Start = "<eos>", End = "<eos>" }, Marks = LineMarks.End },
        "imdb" => new() { Vocabulary = new() { MaxSize = 10_000, Rules = TokenRules.Keras, Start = "<s>", End = "<s>" }, Marks = LineMarks.Start },
        "moby-dick" => new() { Vocabulary = new() { MaxSize = 10_000, Rules = TokenRules.Keras, Start = "<s>" } },
        "tiny-shakespeare" => new() { Vocabulary = new() { Unit = TokenUnit.Characters, Unknown = null, Start = "<s>" }, Shares = new(0.1, 0), CountsAllParts = true },
        "names" => new()
        {
            Vocabulary = new() { Unit = TokenUnit.Characters, Unknown = null, Start = "<s>", End = "<s>" },
            Marks = LineMarks.Start,
            Shares = new(0.1, 0.1),
            CountsAllParts = true,
        },
        "toy" => new() { Vocabulary = new() { Start = "<s>", End = "<s>" }, Marks = LineMarks.Start },
        _ => new() { Vocabulary = new() { MinCount = 2, Start = "<s>" } },
    };

    /// <summary>Brown by sentences: 10,000 tokens of lower-cased words, <c>&lt;s&gt;</c> before each sentence; a fifth for test, and a tenth of the rest to choose the model.</summary>
    internal static LanguageOptions BrownSentences { get; } = new()
    {
        Brown = BrownProtocol.Sentences,
        Vocabulary = new() { MaxSize = 10_000, Rules = new() { Lowercase = true }, Start = "<s>", End = "<s>" },
        Marks = LineMarks.Start,
        Shares = new(0.08, 0.2),
        CountsAllParts = true,
    };
}
