using Seq.Model;

namespace Seq.Train.Tests;

public sealed class RefusedRunTests
{
    [Fact]
    public void A_complete_run_takes_no_more_samples()
    {
        using var run = new ShortRun(ShortRun.Small with { Stop = new() { Samples = 16 } });
        run.Start();
        run.Settings = run.Settings with { Stop = new() { Samples = 640 } };

        var error = Assert.Throws<TrainingSettingsException>(() => run.Resume());

        Assert.Equal(
            ["stop.samples was 16 and is now 640.", "The run is complete, and a resumed run keeps its settings; leave them out, or start anew in another folder."],
            error.Problems);
    }

    [Fact]
    public void A_file_where_the_run_should_be_is_named()
    {
        using var run = new ShortRun();
        File.WriteAllText(run.Folder, "a file");

        Assert.StartsWith($"{run.Folder}: ", Assert.Throws<ModelStorageException>(() => run.Start()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_where_the_metrics_should_be_is_named_with_the_run()
    {
        using var run = new ShortRun();
        Directory.CreateDirectory(Path.Combine(run.Folder, "metrics.jsonl"));

        Assert.StartsWith($"{run.Folder}: The run's folder cannot be written", Assert.Throws<ModelStorageException>(() => run.Start()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_asked_for_before_the_first_step_leaves_a_checkpoint_that_resumes()
    {
        using var whole = new ShortRun(ShortRun.Small with { Stop = new() { Samples = 64 } });
        using var run = new ShortRun(ShortRun.Small with { Stop = new() { Samples = 64 } });
        whole.Start();

        var stopped = run.Start(stop: new(canceled: true));
        var resumed = run.Resume();

        Assert.Equal((TrainingOutcome.Stopped, 0), (stopped.Outcome, stopped.Samples));
        Assert.Equal(TrainingOutcome.Complete, resumed.Outcome);
        Assert.Equal(whole.Weights(), run.Weights());
    }
}
