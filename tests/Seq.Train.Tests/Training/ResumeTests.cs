using Seq.Model;

namespace Seq.Train.Tests;

public sealed class ResumeTests
{
    public static TheoryData<int> Stops => [1, 7, 16, 17, 40, 79]; // 16 steps are a validation; 80 are all.

    [Fact]
    public void Equal_settings_give_equal_weights_bit_for_bit_and_another_seed_gives_others()
    {
        using var first = new TinyRun(TinyRun.Dropping);
        using var second = new TinyRun(TinyRun.Dropping);
        using var other = new TinyRun(TinyRun.Dropping with { Seed = 2 });

        Assert.Equal(TrainingOutcome.Complete, first.Start().Outcome);
        second.Start();
        other.Start();

        Assert.Equal(first.Weights(), second.Weights());
        Assert.Equal(first.Bytes("optimizer.safetensors"), second.Bytes("optimizer.safetensors"));
        Assert.NotEqual(first.Weights(), other.Weights());
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_run_that_was_stopped_and_resumed_ends_as_one_that_never_stopped(int steps)
    {
        using var whole = new TinyRun(TinyRun.Dropping);
        using var parted = new TinyRun(TinyRun.Dropping);
        whole.Start();

        var stopped = parted.StartAndStopAfter(steps);
        Assert.Equal((TrainingOutcome.Stopped, steps * 4), (stopped.Outcome, stopped.Samples));
        var resumed = parted.Resume();

        Assert.Equal((TrainingOutcome.Complete, 320), (resumed.Outcome, resumed.Samples));
        AssertSame(whole, parted);
    }

    [Fact]
    public void A_run_can_be_stopped_many_times()
    {
        using var whole = new TinyRun();
        using var parted = new TinyRun();
        whole.Start();

        parted.StartAndStopAfter(5);
        while (parted.ResumeAndStopAfter(11).Outcome == TrainingOutcome.Stopped)
        {
        }

        AssertSame(whole, parted);
    }

    [Fact]
    public void A_run_killed_after_its_last_checkpoint_repeats_the_steps_since_and_ends_the_same()
    {
        using var whole = new TinyRun();
        using var killed = new TinyRun();
        whole.Start();
        killed.StartAndStopAfter(20);

        // What a kill leaves behind: a log that is ahead of the checkpoint, its last line half-written.
        File.AppendAllText(killed.MetricsPath, "{\"samples\":128,\"loss\":1}\n{\"samples\":192,\"lo");
        killed.Resume();

        AssertSame(whole, killed);
    }

    [Fact]
    public void Resuming_a_complete_run_returns_at_once_and_touches_nothing()
    {
        using var run = new TinyRun();
        run.Start();
        var weights = File.GetLastWriteTimeUtc(Path.Combine(run.CheckpointPath, Checkpoint.WeightsFile));

        var again = run.Resume(new RecordingObserver());

        Assert.Equal((TrainingOutcome.Complete, 320), (again.Outcome, again.Samples));
        Assert.Equal(weights, File.GetLastWriteTimeUtc(Path.Combine(run.CheckpointPath, Checkpoint.WeightsFile)));
        Assert.Single(Directory.GetFiles(Path.Combine(run.Folder, "tensorboard")));
    }

    [Fact]
    public void Settings_read_from_the_checkpoint_resume_it()
    {
        using var run = new TinyRun(TinyRun.Dropping);
        run.StartAndStopAfter(3);

        run.Settings = Trainer.SettingsOf(Checkpoint.Open(run.CheckpointPath));

        Assert.Equal(TinyRun.Dropping, run.Settings);
        Assert.Equal(TrainingOutcome.Complete, run.Resume().Outcome);
    }

    [Fact]
    public void Other_settings_are_refused_one_by_one()
    {
        using var run = new TinyRun();
        run.StartAndStopAfter(3);
        run.Settings = run.Settings with { BatchSize = 8, Model = run.Settings.Model with { Attention = null } };

        var error = Assert.Throws<TrainingSettingsException>(() => run.Resume());

        Assert.Equal(
            ["model.attention was additive and is now null.", "batch_size was 4 and is now 8.", "A resumed run keeps its settings; leave them out, or start anew in another folder."],
            error.Problems);
    }

    [Fact]
    public void A_complete_run_takes_no_more_samples()
    {
        using var run = new TinyRun();
        run.Start();
        run.Settings = run.Settings with { Samples = 640 };

        var error = Assert.Throws<TrainingSettingsException>(() => run.Resume());

        Assert.Equal(
            ["samples was 320 and is now 640.", "The run is complete, and a resumed run keeps its settings; leave them out, or start anew in another folder."],
            error.Problems);
    }

    [Fact]
    public void A_folder_without_a_checkpoint_cannot_be_resumed()
    {
        using var run = new TinyRun();

        var error = Assert.Throws<SeqException>(() => run.Resume());

        Assert.Equal($"{run.CheckpointPath}: there is no checkpoint to resume. Leave --resume out to start, or check --out.", error.Message);
        Assert.False(Directory.Exists(run.Folder));
    }

    [Fact]
    public void A_run_is_not_started_over_another_one()
    {
        using var run = new TinyRun();
        run.StartAndStopAfter(2);
        var weights = run.Weights();

        var error = Assert.Throws<SeqException>(() => run.Start());

        Assert.Equal($"{run.Folder}: there is a run already. Go on with it by --resume, or choose another folder by --out.", error.Message);
        Assert.Equal(weights, run.Weights());
    }

    [Fact]
    public void A_run_folder_that_cannot_be_made_is_named()
    {
        using var run = new TinyRun();
        File.WriteAllText(run.Folder, "a file");

        var error = Assert.Throws<ModelStorageException>(() => run.Start());

        Assert.StartsWith($"{run.Folder}: ", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(TinyRun whole, TinyRun parted)
    {
        Assert.Equal(whole.Weights(), parted.Weights());
        Assert.Equal(whole.Bytes("optimizer.safetensors"), parted.Bytes("optimizer.safetensors"));
        Assert.Equal(whole.Bytes("torch-random.safetensors"), parted.Bytes("torch-random.safetensors"));
        Assert.Equal(whole.Bytes(Checkpoint.GoldenFile), parted.Bytes(Checkpoint.GoldenFile));
        Assert.Equal([64, 128, 192, 256, 320], parted.MetricSamples());
        Assert.Equal(WithoutSpeed(whole), WithoutSpeed(parted));
    }

    private static string[] WithoutSpeed(TinyRun run) =>
        [.. File.ReadLines(run.MetricsPath).Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"samples_per_second\":[^,}]*", ""))];
}
