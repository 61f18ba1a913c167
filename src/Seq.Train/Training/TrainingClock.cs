namespace Seq.Train;

/// <summary>Speed and time of a training since it started or was resumed.</summary>
/// <param name="time">The clock.</param>
/// <param name="begin">Where the training stood then.</param>
/// <param name="totalSamples">Examples in all.</param>
internal sealed class TrainingClock(TimeProvider time, TrainingState begin, long totalSamples)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeLeft = TimeSpan.FromDays(36_500);
    private readonly long _start = time.GetTimestamp();
    private long _lastReport = time.GetTimestamp();

    /// <summary>Time spent training, over all resumed parts.</summary>
    internal double Seconds => begin.Seconds + SinceStart;

    private double SinceStart => time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Whether it is time to report; if so, the next time is a moment later.</summary>
    internal bool ReportIsDue()
    {
        if (time.GetElapsedTime(_lastReport) < ReportEvery)
        {
            return false;
        }

        _lastReport = time.GetTimestamp();
        return true;
    }

    /// <summary>Where the training stands; there must have been a step since the last validation.</summary>
    internal TrainingProgress Progress(TrainingState state)
    {
        var speed = (state.Samples - begin.Samples) / Math.Max(1e-3, SinceStart);
        var left = Math.Min((totalSamples - state.Samples) / speed, MaxTimeLeft.TotalSeconds);
        return new(state.Samples, totalSamples, state.MeanLoss, speed, TimeSpan.FromSeconds(left));
    }
}
