namespace Seq.Runtime;

/// <summary>What the score graph returns for a batch.</summary>
/// <param name="Logits">[batch, target, vocabulary].</param>
/// <param name="LogProbabilities">[batch, target, vocabulary]: log-softmax of the logits.</param>
public sealed record SequenceScores(float[,,] Logits, float[,,] LogProbabilities);
