using Seq.Model;

namespace Seq.Train;

/// <summary>How labelled texts become examples.</summary>
internal sealed record LabelledOptions
{
    /// <summary>What a token is, and how many there are.</summary>
    internal VocabularyOptions Vocabulary { get; init; } = new() { MaxSize = 20_000 };

    /// <summary>Whether ids are those of Keras' index (<see cref="VocabularyBuilder.BuildKerasIndex"/>); the special tokens of <see cref="Vocabulary"/> are then not used. Default: no.</summary>
    internal bool KerasIndex { get; init; }

    /// <summary>IMDB: the share of the reviews whose films are set aside to choose the model. Other data: shares of the shuffled lines. Default: a tenth, and a tenth for test.</summary>
    internal PartShares Shares { get; init; } = new(0.1, 0.1);

    /// <summary>Decides which films or lines are set aside. Default: 42.</summary>
    internal ulong Seed { get; init; } = 42;

    /// <summary>What a registered set takes where nothing else is asked for.</summary>
    /// <param name="data">The name of a set or the path of a file.</param>
    internal static LabelledOptions For(string data) => data == "imdb"
        ? new() { Vocabulary = new() { MaxSize = 5_000, Rules = TokenRules.Keras with { Row = new() { Starts = true } } }, KerasIndex = true }
        : new() { Vocabulary = new() { MaxSize = 20_000, Rules = new() { Lowercase = true, Split = WordSplit.Punctuation } } };
}
