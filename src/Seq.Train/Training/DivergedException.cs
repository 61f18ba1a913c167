using Seq.Model;

namespace Seq.Train;

/// <summary>The loss is not a finite number any more.</summary>
public sealed class DivergedException : SeqException
{
    internal DivergedException(long step, float loss, string checkpoint)
        : base($"The loss of step {step} is {loss}. Lower optimizer.learning_rate or optimizer.clip_norm; the last good weights are in {checkpoint}.")
    {
        Step = step;
    }

    /// <summary>The step, from 1.</summary>
    public long Step { get; }
}
