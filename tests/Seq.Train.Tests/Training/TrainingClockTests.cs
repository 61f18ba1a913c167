namespace Seq.Train.Tests;

public sealed class TrainingClockTests
{
    private static readonly TrainingState Begin = TrainingState.Start with { Samples = 1_000, Steps = 100, Seconds = 60 };
    private readonly ManualTime _time = new();

    [Fact]
    public void Speed_and_time_left_are_those_since_the_run_went_on_and_seconds_those_of_all_parts()
    {
        var clock = new TrainingClock(_time, Begin, totalSamples: 5_000, ShortRun.Small);
        _time.Advance(TimeSpan.FromSeconds(4));

        var progress = clock.Progress(Begin with { Samples = 3_000, LossSum = 6, LossCount = 4 });

        Assert.Equal(new(3_000, 5_000, Loss: 1.5, SamplesPerSecond: 500, TimeSpan.FromSeconds(4)) { Seconds = 64 }, progress); // 2,000 in 4 s; as many are left.
        Assert.Equal(64, clock.Seconds);
    }

    [Fact]
    public void A_report_is_due_every_tenth_of_a_second()
    {
        var clock = new TrainingClock(_time, Begin, totalSamples: 5_000, ShortRun.Small);
        var due = new List<bool>();
        for (var look = 0; look < 6; look++)
        {
            due.Add(clock.ReportIsDue());
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal([false, false, true, false, true, false], due);
    }

    [Fact]
    public void A_training_without_end_still_has_a_time_left()
    {
        var clock = new TrainingClock(_time, Begin, totalSamples: 1_000_000_000_000, ShortRun.Small);
        _time.Advance(TimeSpan.FromDays(1));

        var progress = clock.Progress(Begin with { Samples = 1_001, LossSum = 1, LossCount = 1 });

        Assert.Equal(TimeSpan.FromDays(36_500), progress.TimeLeft);
    }
}
