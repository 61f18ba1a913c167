using System.Collections.Immutable;

namespace Seq.Cli.Generation;

/// <summary>What <c>seq generate --stream --json</c> prints for a piece of an output.</summary>
/// <param name="Input">The text that was given.</param>
/// <param name="Sample">The sample that the piece belongs to, from 0.</param>
/// <param name="Text">The text that follows what was said before.</param>
/// <param name="Tokens">Its token ids.</param>
internal sealed record StreamedPiece(string Input, int Sample, string Text, ImmutableArray<int> Tokens);
