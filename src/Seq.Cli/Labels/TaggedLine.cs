using System.Collections.Immutable;
using Seq.Runtime;

namespace Seq.Cli.Labels;

/// <summary>What <c>seq tag --json</c> prints for a text.</summary>
/// <param name="Input">The text as it was given.</param>
/// <param name="Tokens">Its tokens in their order.</param>
internal sealed record TaggedLine(string Input, ImmutableArray<TaggedToken> Tokens);
