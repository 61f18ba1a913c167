using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class TrainingRecordTests
{
    [Fact]
    public void A_metric_of_a_split_goes_to_the_log_and_to_TensorBoard()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run"]);
        using (var record = new TrainingRecord(folder["run"], 0, new ManualTime()))
        {
            record.Write(100, "test", ("word_error_rate", 0.25));
            record.Histogram(100, "gradients/a", [1, 2]);
            record.Write(100, new ReportSample("in", "out *", "right\nline"));
        }

        Assert.Equal(("test", ("word_error_rate", 0.25)), (MetricsLog.Read(Metrics(folder))[0].Split, MetricsLog.Read(Metrics(folder))[0].Values[0]));
        var events = EventFile.Read(Directory.GetFiles(Path.Combine(folder["run"], "tensorboard")).Single());
        Assert.Equal([null, "word_error_rate/test", "gradients/a", "sample"], events.Select(item => item.Tag));
        Assert.Equal("    in\n\n    out *\n\n    expected: right\n    line", events[3].Text!.Text);
    }

    [Fact]
    public void The_environment_tells_device_threads_and_versions()
    {
        var environment = RunEnvironment.Of("cuda:0", threads: 3);

        Assert.Equal([new("device", "cuda:0"), new("threads", "3")], environment.Take(2));
        Assert.Contains(environment, pair => pair.Key == "runtime" && pair.Value.StartsWith(".NET ", StringComparison.Ordinal));
        Assert.All(environment, pair => Assert.NotEmpty(pair.Value));
    }

    [Fact]
    public void A_resumed_record_forgets_what_came_after_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        Write(folder, resumedAt: 0, at: 100, "first");
        Write(folder, resumedAt: 100, at: 200, "lost");
        Write(folder, resumedAt: 100, at: 300, "last");

        Assert.Equal([100, 300], MetricsLog.Read(Metrics(folder)).Select(line => line.Samples));
        Assert.Equal(["first", "last"], JsonLines.Read(Path.Combine(folder["run"], "report.jsonl")).Select(line => line["output"]!.GetValue<string>()));
    }

    private static void Write(TemporaryFolder folder, long resumedAt, long at, string output)
    {
        Directory.CreateDirectory(folder["run"]);
        using var record = new TrainingRecord(folder["run"], resumedAt, new ManualTime());
        record.Write(at, "validation", ("loss", 1));
        record.Write(at, new ReportSample("in", output));
    }

    private static string Metrics(TemporaryFolder folder) => Path.Combine(folder["run"], "metrics.jsonl");
}
