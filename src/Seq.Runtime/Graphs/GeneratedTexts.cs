namespace Seq.Runtime;

/// <summary>What the graph from text to text returns for a batch.</summary>
/// <param name="Texts">[batch].</param>
/// <param name="LogProbabilities">[batch]: sums over the tokens, the end token included, in nats.</param>
public sealed record GeneratedTexts(IReadOnlyList<string> Texts, IReadOnlyList<float> LogProbabilities);
