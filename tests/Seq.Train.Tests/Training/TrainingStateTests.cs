namespace Seq.Train.Tests;

public sealed class TrainingStateTests
{
    private static readonly TrainingSettings Settings = ShortRun.Small;

    [Fact]
    public void Patience_counts_validations_that_are_not_better_by_the_tolerance()
    {
        var settings = Settings with { Stop = Settings.Stop with { Patience = 2, Tolerance = 0.1 } };

        var states = Follow(settings, lowerIsBetter: true, 5, 4.95, 4.92, 4.91); // Better than 5 − 0.1 would be below 4.9.

        Assert.Equal([false, false, true], states.Take(3).Select(state => state.Complete));
        Assert.Equal(4.92, states[2].Best); // The best one is kept all the same.
    }

    [Fact]
    public void A_metric_that_is_better_starts_the_patience_anew()
    {
        var settings = Settings with { Stop = Settings.Stop with { Patience = 2 } };

        Assert.DoesNotContain(Follow(settings, lowerIsBetter: false, 0.5, 0.4, 0.6, 0.5, 0.7), state => state.Complete);
    }

    [Fact]
    public void Of_equally_good_models_the_last_is_kept_but_patience_does_not_take_it_for_better()
    {
        var settings = Settings with { Stop = Settings.Stop with { Patience = 2 } };
        var first = (TrainingState.Start with { Samples = 10 }).AfterValidation(1, lowerIsBetter: false, settings, ended: false);
        var second = (first with { Samples = 20 }).AfterValidation(1, lowerIsBetter: false, settings, ended: false);
        var third = (second with { Samples = 30 }).AfterValidation(0.9, lowerIsBetter: false, settings, ended: false);

        Assert.Equal((10, 20, 20), (first.BestSamples, second.BestSamples, third.BestSamples));
        Assert.Equal((0, 1, 2), (first.Waited, second.Waited, third.Waited));
    }

    [Fact]
    public void A_goal_has_to_be_reached_so_many_times_in_a_row()
    {
        var settings = Settings with { Stop = Settings.Stop with { At = 0.9, AtTimes = 2 } };

        Assert.Equal([false, false, false, true], Follow(settings, lowerIsBetter: false, 0.95, 0.8, 0.9, 0.91).Select(state => state.Complete));
    }

    [Fact]
    public void A_plateau_lowers_the_rate_after_more_validations_than_its_patience_down_to_the_floor()
    {
        var settings = Settings with { Schedule = new() { Kind = ScheduleKind.Plateau, Patience = 1, Factor = 0.5, Floor = 0.3 } };

        var shares = Follow(settings, lowerIsBetter: true, 5, 6, 6, 6, 6, 4).Select(state => state.PlateauShare);

        Assert.Equal([1, 1, 0.5, 0.5, 0.3, 0.3], shares);
    }

    // With n = 2, the fourth metric is held against the first, the fifth against the best of the first two.
    [Fact]
    public void The_mean_of_nt_asgd_begins_when_a_metric_is_worse_than_the_best_of_those_long_ago()
    {
        var settings = Settings with { Average = new() { Kind = AverageKind.NtAsgd, Patience = 2 } };

        var begins = Follow(settings, lowerIsBetter: true, 10, 8, 7, 9, 8.5).Select(state => state.MeanBegins(2, lowerIsBetter: true));

        Assert.Equal([false, false, false, false, true], begins);
    }

    private static List<TrainingState> Follow(TrainingSettings settings, bool lowerIsBetter, params double[] metrics)
    {
        var states = new List<TrainingState>();
        foreach (var metric in metrics)
        {
            states.Add((states.Count == 0 ? TrainingState.Start : states[^1]).AfterValidation(metric, lowerIsBetter, settings, ended: false));
        }

        return states;
    }
}
