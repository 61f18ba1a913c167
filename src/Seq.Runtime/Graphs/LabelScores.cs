namespace Seq.Runtime;

/// <summary>What the score graph of a classifier or a tagger returns for a batch.</summary>
/// <param name="Shape">[batch, classes], or [batch, source, tags].</param>
/// <param name="Logits">In row-major order.</param>
/// <param name="LogProbabilities">In row-major order: log-softmax of the logits, or log σ of each for a classifier of sigmoids.</param>
public sealed record LabelScores(long[] Shape, float[] Logits, float[] LogProbabilities);
