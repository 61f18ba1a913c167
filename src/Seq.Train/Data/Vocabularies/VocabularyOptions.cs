using Seq.Model;

namespace Seq.Train;

/// <summary>What a vocabulary is made like. Special tokens come first, in the order padding, unknown, start, end; then the tokens by frequency.</summary>
public sealed record VocabularyOptions
{
    /// <summary>What a token is. Default: words.</summary>
    public TokenUnit Unit { get; init; } = TokenUnit.Words;

    /// <summary>How texts are cut. For byte-pairs, merges given here are used; else they are learned.</summary>
    public TokenRules Rules { get; init; } = TokenRules.Default;

    /// <summary>Most tokens, special ones included; 0, the default, is no bound. For byte-pairs see <see cref="Merges"/>.</summary>
    public int MaxSize { get; init; }

    /// <summary>Rarer words and characters are left to the unknown token. Default: 1, none. Byte-pairs need no such bound.</summary>
    public long MinCount { get; init; } = 1;

    /// <summary>Byte-pairs: merges to learn; the vocabulary is that plus two symbols per character. Default: 8,000.</summary>
    public int Merges { get; init; } = 8_000;

    /// <summary>The padding token; null, the default, for none. Padding is masked, so most models need none.</summary>
    public string? Padding { get; init; }

    /// <summary>The token for all that the vocabulary lacks; null for none, where every token of a text must be known. Default: <c>&lt;unk&gt;</c>.</summary>
    public string? Unknown { get; init; } = "<unk>";

    /// <summary>The token that starts a sequence; null, the default, for none. It may be the same as <see cref="End"/>.</summary>
    public string? Start { get; init; }

    /// <summary>The token that ends a sequence; null, the default, for none.</summary>
    public string? End { get; init; }
}
