using System.Collections.Immutable;

namespace Seq.Runtime;

/// <summary>What a tagger says of one text: a tag for each token.</summary>
public sealed record Tagging
{
    /// <summary>The tokens in their order, [time].</summary>
    public required ImmutableArray<TaggedToken> Tokens { get; init; }

    /// <summary>The tags in the order of the tokens, [time].</summary>
    public IEnumerable<string> Tags => Tokens.Select(token => token.Tag);
}
