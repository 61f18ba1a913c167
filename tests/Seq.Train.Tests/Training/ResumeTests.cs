using System.Text;
using Seq.Model;

namespace Seq.Train.Tests;

public sealed class ResumeTests
{
    [Fact]
    public void A_run_whose_settings_have_one_without_effect_goes_on_and_can_be_measured()
    {
        using var run = new ShortRun();
        run.StartAndStopAfter(2);
        run.Settings = run.Settings with { Stop = run.Settings.Stop with { AtTimes = 2 } }; // Nothing is to be reached.
        run.Forge(TrainingFiles.Settings, bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"at_times\": 3", "\"at_times\": 2", StringComparison.Ordinal)));

        Assert.Equal(TrainingOutcome.Complete, run.Resume().Outcome);
        Assert.Equal(20, Trainer.Evaluate(Checkpoint.Open(run.CheckpointPath), new() { Samples = 20 }).Samples);
        using var other = new ShortRun(run.Settings);
        Assert.Throws<TrainingSettingsException>(() => other.Start());
    }

    [Theory]
    [InlineData(8, "model.dropout=0.3")]
    [InlineData(96, "model.dropout=0.3")]
    [InlineData(200, "model.dropout=0.3", "model.cell=lstm", "model.layers=2", "model.bidirectional=true", "model.attention=additive", "schedule.kind=cosine")]
    public void A_run_resumed_after_a_clean_stop_ends_with_the_same_bits_as_one_that_never_stopped(long stopAt, params string[] overrides)
    {
        using var whole = new TinyRun(overrides);
        using var halved = new TinyRun(overrides);
        whole.Train();

        var stopped = halved.TrainUntil(stopAt);
        var between = halved.Fingerprint();
        var resumed = halved.Train(resume: true);

        Assert.Equal((TrainingOutcome.Stopped, stopAt), (stopped.Outcome, stopped.Samples));
        Assert.Equal((TrainingOutcome.Complete, 304), (resumed.Outcome, resumed.Samples));
        Assert.Equal(whole.Fingerprint(), halved.Fingerprint());
        Assert.NotEqual(between[Checkpoint.WeightsFile], halved.Fingerprint()[Checkpoint.WeightsFile]);
        Assert.Equal(whole.Metrics(), halved.Metrics());
    }

    [Fact]
    public void A_run_stopped_at_every_fifth_step_ends_with_the_same_bits_too()
    {
        using var whole = new TinyRun("model.dropout=0.2", "stop.samples=160");
        using var choppy = new TinyRun("model.dropout=0.2", "stop.samples=160");
        whole.Train();

        choppy.TrainUntil(40);
        choppy.TrainUntil(80, resume: true);
        choppy.TrainUntil(120, resume: true);
        choppy.Train(resume: true);

        Assert.Equal(whole.Fingerprint(), choppy.Fingerprint());
        Assert.Equal(whole.Metrics(), choppy.Metrics());
    }

    // What a kill leaves: the checkpoint of the last validation, and steps and perhaps a line of metrics that nobody will know of.
    [Theory]
    [InlineData(48)]
    [InlineData(150)]
    public void A_run_that_died_goes_on_from_its_last_checkpoint_to_the_same_bits(long diesAt)
    {
        using var whole = new TinyRun("model.dropout=0.3");
        using var died = new TinyRun("model.dropout=0.3");
        whole.Train();
        var watcher = new Watcher { OnEachStep = progress => Die(progress.Samples >= diesAt) };
        Assert.Throws<InvalidTimeZoneException>(() => died.Train(observer: watcher));
        File.AppendAllText(Path.Combine(died.Folder, "metrics.jsonl"), "{\"samples\":192,\"loss\":1}\n{\"samp");

        var after = new Watcher();
        died.Train(resume: true, after);

        Assert.Equal(diesAt / 96 * 96, Assert.Single(after.Starts).ResumedAt);
        Assert.Equal(whole.Fingerprint(), died.Fingerprint());
        Assert.Equal(whole.Metrics(), died.Metrics());
    }

    [Fact]
    public void A_complete_run_that_is_resumed_has_nothing_to_do()
    {
        using var run = new TinyRun();
        run.Train();
        var before = run.Fingerprint();
        var watcher = new Watcher();

        var again = run.Train(resume: true, watcher);

        Assert.Equal((TrainingOutcome.Complete, 304), (again.Outcome, again.Samples));
        Assert.Empty(watcher.Starts);
        Assert.Equal(before, run.Fingerprint());
    }

    [Fact]
    public void A_folder_with_a_run_is_not_written_over()
    {
        using var run = new TinyRun();
        run.TrainUntil(8);
        var before = run.Fingerprint();

        var error = Assert.Throws<SeqException>(() => run.Train());

        Assert.StartsWith($"{run.Folder}: there is a run already.", error.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, run.Fingerprint());
    }

    [Fact]
    public void Nothing_to_resume_is_said_with_the_path()
    {
        using var run = new TinyRun();

        var error = Assert.Throws<SeqException>(() => run.Train(resume: true));

        Assert.StartsWith($"{run.CheckpointPath}: there is no checkpoint to resume.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_than_those_of_the_run_are_refused_by_name()
    {
        using var run = new TinyRun();
        run.TrainUntil(8);
        run.Settings = SettingOverrides.Apply(run.Settings, ["data.batch_size=9", "optimizer.clip_norm=null"]);

        var error = Assert.Throws<TrainingSettingsException>(() => run.Train(resume: true));

        Assert.Contains("data.batch_size was 8 and is now 9.", error.Message, StringComparison.Ordinal);
        Assert.Contains("optimizer.clip_norm was 5 and is now null.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_of_a_run_are_read_back()
    {
        using var run = new TinyRun("model.cell=lstm", "seed=7");
        run.TrainUntil(8);

        Assert.Equal(run.Settings, Trainer.SettingsOf(Checkpoint.Open(run.CheckpointPath)));
    }

    private static void Die(bool now)
    {
        if (now)
        {
            throw new InvalidTimeZoneException("Nothing in a training throws this.");
        }
    }
}
