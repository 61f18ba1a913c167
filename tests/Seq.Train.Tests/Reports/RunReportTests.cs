using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class RunReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_runs_folder_becomes_curves_examples_and_settings()
    {
        Directory.CreateDirectory(Run);
        using (var record = new TrainingRecord(Run, 0, new ManualTime()))
        {
            record.WriteEnvironment(0, new KeyValuePair<string, string>("threads", "2"));
            record.Write(100, "train", ("loss", 3));
            record.Write(100, "validation", ("loss", 3.5), ("perplexity", 33));
            record.Write(100, new ReportSample("old", "old"));
            record.Write(200, "validation", ("loss", double.NaN), ("perplexity", 20));
            record.Write(200, new ReportSample("new", "one", "two"));
            record.Write(200, new ReportSample("new", "three"));
            record.Write(100, new AttentionMap("map", ["a", "b"], ["x"], [[0.25, 0.75]]));
            record.Write(200, new PositionAccuracy("beam", [1, 0.5]));
            record.Write(100, new ReportConfusion("validation", Matrix(right: 1)));
            record.Write(200, new ReportConfusion("validation", Matrix(right: 9)));
        }

        WriteSettings("{\"preset\":\"digits\",\"model\":{\"hidden\":32,\"attention\":null}}");

        var report = RunReport.FromFolder(Run);

        Assert.Equal("digits (run)", report.Title);
        Assert.Equal([new("preset", "digits"), new("model.hidden", "32"), new("model.attention", "null")], report.Settings);
        Assert.Equal([new("threads", "2")], report.Environment);
        Assert.Equal(
            [("loss", "train"), ("loss", "validation"), ("perplexity", "validation")], report.Series.Select(curve => (curve.Metric, curve.Name)));
        Assert.Equal([new(100, 3.5), new(200, double.NaN)], report.Series[1].Points);
        Assert.Equal([new("new", "one", "two"), new("new", "three")], report.Samples);
        Assert.Equal([0.25, 0.75], Assert.Single(report.Attention).Weights[0]);
        Assert.Equal([1, 0.5], Assert.Single(report.PositionAccuracy).Shares);
        Assert.Equal(9, Assert.Single(report.Confusion).Matrix[0, 0]);
    }

    [Fact]
    public void Names_that_tell_the_split_share_the_chart_of_their_metric()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(
            Path.Combine(Run, "metrics.jsonl"),
            "{\"samples\":10,\"loss\":2,\"validation_loss\":3,\"teacher_forced_token_accuracy\":0.5,\"learning_rate\":0.1,\"free_running_accuracy_by_position\":[1,0.5]}\n");

        var report = RunReport.FromFolder(Run);

        Assert.Equal(
            [("loss", "train"), ("loss", "validation"), ("accuracy", "teacher forced token"), ("learning rate", "learning rate")],
            report.Series.Select(curve => (curve.Metric, curve.Name)));
        Assert.Equal(("run", "free running"), (report.Title, Assert.Single(report.PositionAccuracy).Name));
    }

    [Theory]
    [InlineData("{\"samples\":5,\"record\":\"poem\"}")]
    [InlineData("{\"samples\":5,\"record\":\"sample\",\"input\":3}")]
    [InlineData("{\"samples\":5,\"record\":\"sample\"}")]
    [InlineData("{\"record\":\"sample\",\"input\":\"a\",\"output\":\"b\"}")]
    [InlineData("{\"samples\":5,\"record\":\"attention\",\"title\":\"a\",\"source\":[\"b\"],\"target\":[null],\"weights\":[[1]]}")]
    [InlineData("{\"samples\":5,\"record\":\"attention\",\"title\":\"a\",\"source\":[\"b\"],\"target\":[\"c\"],\"weights\":[[1,2]]}")]
    [InlineData("{\"samples\":5,\"record\":\"confusion\",\"title\":\"a\",\"labels\":[\"b\"],\"counts\":[[1,2]]}")]
    public void A_record_of_another_form_is_passed_over(string line)
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "report.jsonl"), line + "\n{\"samples\":1,\"record\":\"sample\",\"input\":\"a\",\"output\":\"b\"}\n");

        var report = RunReport.FromFolder(Run);

        Assert.Equal([new ReportSample("a", "b")], report.Samples);
        Assert.Equal((0, 0), (report.Attention.Count, report.Confusion.Count));
    }

    [Fact]
    public void A_folder_without_measurements_is_refused_with_the_files_name()
    {
        var error = Assert.Throws<SeqException>(() => RunReport.FromFolder(Run));

        Assert.Contains("metrics.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_settings_are_named()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "metrics.jsonl"), "{\"samples\":1,\"loss\":2}\n");
        WriteSettings("{");

        var error = Assert.Throws<SeqException>(() => RunReport.FromFolder(Run));

        Assert.Contains("settings.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_their_tokens_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new AttentionMap("map", ["a", "b"], ["x"], [[1]]));

        Assert.Contains("1 rows (target) of 2 (source)", error.Message, StringComparison.Ordinal);
    }

    private string Run => _folder["run"];

    private void WriteSettings(string json)
    {
        Directory.CreateDirectory(Path.Combine(Run, "checkpoint"));
        File.WriteAllText(Path.Combine(Run, "checkpoint", "settings.json"), json);
    }

    private static ConfusionMatrix Matrix(long right)
    {
        var matrix = new ConfusionMatrix(["a", "b"]);
        matrix.Add(0, 0, right);
        return matrix;
    }
}
