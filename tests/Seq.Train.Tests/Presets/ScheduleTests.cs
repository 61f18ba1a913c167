namespace Seq.Train.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Constant, 50, 0.5, 3, 1)]
    [InlineData(ScheduleKind.Cosine, 50, 0.5, 3, 0.5)]     // Half-way between 1 and 0.
    [InlineData(ScheduleKind.Cosine, 100, 1, 6, 0)]
    [InlineData(ScheduleKind.Linear, 50, 0.25, 1, 0.75)]
    [InlineData(ScheduleKind.InverseSqrt, 399, 0.5, 3, 0.5)] // √(100 / 400)
    [InlineData(ScheduleKind.Step, 50, 0.5, 3, 0.125)]       // Halved after each of three epochs.
    [InlineData(ScheduleKind.Plateau, 50, 0.5, 3, 0.3)]
    public void A_schedule_gives_its_share_of_the_rate(ScheduleKind kind, long steps, double share, int epoch, double expected)
    {
        var settings = new ScheduleSettings { Kind = kind, WarmupSteps = kind == ScheduleKind.InverseSqrt ? 100 : 0 };

        Assert.Equal(expected, settings.ShareAt(steps, share, epoch, plateau: 0.3), 1e-12);
    }

    [Fact]
    public void Zarembas_rate_is_constant_and_then_decays_at_each_epoch()
    {
        var settings = new ScheduleSettings { Kind = ScheduleKind.Zaremba, Epochs = 4, Factor = 0.5 };

        Assert.Equal([1, 1, 1, 1, 0.5, 0.25], Enumerable.Range(0, 6).Select(epoch => settings.ShareAt(1000, 0.5, epoch, 1)));
    }

    [Fact]
    public void A_warm_up_rises_step_by_step()
    {
        var settings = new ScheduleSettings { WarmupSteps = 4 };

        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Enumerable.Range(0, 5).Select(step => settings.ShareAt(step, 0, 0, 1)));
    }

    [Fact]
    public void A_warm_up_is_over_after_a_tenth_of_the_training_at_the_latest()
    {
        var settings = new ScheduleSettings { WarmupSteps = 100 };

        Assert.Equal(0.5, settings.ShareAt(steps: 4, share: 0.05, 0, 1), 1e-12);
        Assert.Equal(1, settings.ShareAt(steps: 8, share: 0.1, 0, 1), 1e-12);
        Assert.Equal(0.06, settings.ShareAt(steps: 5, share: 0.001, 0, 1), 1e-12); // Of a long training it is as long as it says.
    }

    [Fact]
    public void A_floor_is_never_gone_below()
    {
        Assert.Equal(0.1, new ScheduleSettings { Kind = ScheduleKind.Cosine, Floor = 0.1 }.ShareAt(9, 1, 1, 1), 1e-12);
        Assert.Equal(0.1, new ScheduleSettings { Kind = ScheduleKind.Linear, Floor = 0.1 }.ShareAt(9, 1, 1, 1), 1e-12);
    }
}
