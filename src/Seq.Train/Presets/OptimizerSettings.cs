namespace Seq.Train;

/// <summary>Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019), global-norm clipping and label smoothing.</summary>
public sealed record OptimizerSettings
{
    /// <summary>Step size.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>How the step size changes over the samples.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The gradients of all weights together are scaled down to this norm; null never does.</summary>
    public double? ClipNorm { get; init; } = 5;

    /// <summary>Share of each weight that a step takes away, times the step size; 0 takes nothing.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Share of the target's probability that is spread over all tokens (Szegedy et al. 2016, §7). It bounds the logits, and with them
    /// the rounding errors that float32 makes in them.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The step size after some samples.</summary>
    /// <param name="samplesSeen">Samples before the step.</param>
    /// <param name="samples">Samples in all.</param>
    internal double LearningRateAt(long samplesSeen, long samples)
    {
        var share = Math.Min(1, (double)samplesSeen / samples);
        return Schedule == LearningRateSchedule.Cosine ? LearningRate * 0.5 * (1 + Math.Cos(Math.PI * share)) : LearningRate;
    }
}
