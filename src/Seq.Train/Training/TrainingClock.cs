namespace Seq.Train;

/// <summary>Speed and time of a training since it started or was resumed.</summary>
/// <param name="time">The clock.</param>
/// <param name="begin">Where the training stood then.</param>
/// <param name="totalSamples">Samples in all.</param>
/// <param name="settings">When checkpoints are due, and how long the training may take.</param>
internal sealed class TrainingClock(TimeProvider time, TrainingState begin, long totalSamples, TrainingSettings settings)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeLeft = TimeSpan.FromDays(36_500);
    private readonly long _start = time.GetTimestamp();
    private long _lastReport = time.GetTimestamp();
    private long _lastCheckpoint = time.GetTimestamp();

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

    /// <summary>Whether the last checkpoint is so old that a kill would cost too much.</summary>
    internal bool CheckpointIsDue() => time.GetElapsedTime(_lastCheckpoint).TotalMinutes >= settings.Validation.CheckpointMinutes;

    internal void CheckpointWritten() => _lastCheckpoint = time.GetTimestamp();

    /// <summary>Where the training stands; there must have been a step since the last validation.</summary>
    internal TrainingProgress Progress(TrainingState state)
    {
        var since = Math.Max(1e-3, SinceStart);
        var (speed, tokens) = ((state.Samples - begin.Samples) / since, (state.Tokens - begin.Tokens) / since);
        var left = Math.Clamp((totalSamples - state.Samples) / speed, 0, MaxTimeLeft.TotalSeconds);
        if (settings.Stop.MaxMinutes is { } minutes)
        {
            left = Math.Clamp((minutes * 60) - Seconds, 0, left);
        }

        return new(state.Samples, totalSamples, state.MeanLoss, speed, TimeSpan.FromSeconds(left))
        {
            TokensPerSecond = tokens,
            PaddingShare = state.PaddingShare,
            Epoch = state.Epoch,
            Seconds = Seconds,
        };
    }
}
