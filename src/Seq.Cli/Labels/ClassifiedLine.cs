using System.Collections.Immutable;
using Seq.Runtime;

namespace Seq.Cli.Labels;

/// <summary>What <c>seq classify --json</c> prints for a text.</summary>
/// <param name="Input">The text as it was given.</param>
/// <param name="Labels">Its labels, the most probable first.</param>
internal sealed record ClassifiedLine(string Input, ImmutableArray<LabelProbability> Labels);
