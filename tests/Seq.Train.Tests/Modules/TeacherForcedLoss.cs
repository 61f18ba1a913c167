using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>The loss as the mathematics has it: cross-entropy averaged over the real target steps, left to automatic differentiation.</summary>
internal static class TeacherForcedLoss
{
    private const long Ignored = -100;

    /// <param name="logits">[batch, target, vocabulary].</param>
    /// <param name="batch">The targets.</param>
    /// <param name="labelSmoothing">Share of the target's probability that is spread over all tokens.</param>
    internal static Tensor Of(Tensor logits, SequenceBatch batch, double labelSmoothing = 0)
    {
        var targets = (long[])batch.TargetOutput.Clone();
        for (var row = 0; row < batch.Rows; row++)
        {
            targets.AsSpan((row * batch.TargetTime) + (int)batch.TargetLengths[row], batch.TargetTime - (int)batch.TargetLengths[row]).Fill(Ignored);
        }

        return nn.functional.cross_entropy(logits.view(-1, logits.shape[2]), tensor(targets), ignore_index: Ignored, label_smoothing: labelSmoothing);
    }
}
