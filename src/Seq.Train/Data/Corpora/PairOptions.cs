using Seq.Model;

namespace Seq.Train;

/// <summary>How pairs become examples.</summary>
internal sealed record PairOptions
{
    /// <summary>The source side.</summary>
    internal VocabularyOptions Source { get; init; } = new() { MinCount = 2 };

    /// <summary>The target side; it needs start and end token.</summary>
    internal VocabularyOptions Target { get; init; } = new() { MinCount = 2, Start = "<s>", End = "</s>" };

    /// <summary>Byte-pairs: whether one list of merges is learned from both sides, of the source's size. Default: no.</summary>
    internal bool SharesMerges { get; init; }

    /// <summary>Whether both sides have one vocabulary, as embeddings that are shared need; its size and rules are the source's. Default: no.</summary>
    internal bool SharesVocabulary { get; init; }

    /// <summary>Multi30k: whether the raw sentences are taken instead of the lower-cased, tokenised ones. Default: no.</summary>
    internal bool Raw { get; init; }

    /// <summary>Parts of data that has none of its own, shuffled. Default: a twentieth each.</summary>
    internal PartShares Shares { get; init; } = new(0.05, 0.05);

    /// <summary>Decides which lines are set aside. Default: 42.</summary>
    internal ulong Seed { get; init; } = 42;

    /// <summary>What a registered set takes where nothing else is asked for.</summary>
    /// <param name="data">The name of a set or the path of a file.</param>
    internal static PairOptions For(string data) => data switch
    {
        "cmudict" => new() { Source = new() { Unit = TokenUnit.Characters }, Target = new() { Unknown = null, Start = "<s>", End = "</s>" } },
        _ => new(),
    };
}
