using Seq.Model;

namespace Seq.Train;

/// <summary>The loss or a weight is not a finite number any more.</summary>
public sealed class DivergedException : SeqException
{
    /// <param name="step">The step, from 1.</param>
    /// <param name="what">What is not finite: «The loss of step 7 is NaN».</param>
    /// <param name="checkpoint">The checkpoint, left as it was.</param>
    internal DivergedException(long step, string what, string checkpoint)
        : base($"{what}. Lower optimizer.learning_rate or optimizer.clip_norm; the last good weights are in {checkpoint}.")
    {
        Step = step;
    }

    /// <summary>The step, from 1.</summary>
    public long Step { get; }
}
