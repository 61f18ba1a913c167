namespace Seq.Train.Tests;

public sealed class MetricsLogTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_line_is_an_object_and_what_is_not_finite_is_null()
    {
        using (var log = new MetricsLog(_path, 0))
        {
            log.Write(64, [1, 0.5], ("loss", 0.25), ("other", double.NaN));
        }

        Assert.Equal("{\"samples\":64,\"loss\":0.25,\"other\":null,\"free_running_accuracy_by_position\":[1,0.5]}\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Any_metric_can_be_written_for_any_split_and_read_back()
    {
        using (var log = new MetricsLog(_path, 0))
        {
            log.Write(64, "validation", ("perplexity", 101.5), ("bleu", double.PositiveInfinity));
        }

        Assert.Equal("{\"samples\":64,\"split\":\"validation\",\"perplexity\":101.5,\"bleu\":null}\n", File.ReadAllText(_path));
        var line = Assert.Single(MetricsLog.Read(_path));
        Assert.Equal((64, "validation"), (line.Samples, line.Split));
        Assert.Equal([("perplexity", 101.5), ("bleu", null)], line.Values);
    }

    [Fact]
    public void Lines_without_a_split_and_a_half_written_end_are_read()
    {
        File.WriteAllText(
            _path,
            "{\"samples\":10,\"loss\":2,\"free_running_accuracy_by_position\":[1,0.5]}\n{\"samples\":20,\"loss\":1.5,\"note\":\"by hand\"}\n{\"samples\":30,\"lo");

        var lines = MetricsLog.Read(_path);

        Assert.Equal([10, 20], lines.Select(line => line.Samples));
        Assert.All(lines, line => Assert.Null(line.Split));
        Assert.Equal([("loss", 1.5)], lines[1].Values);
        Assert.Equal("free_running_accuracy_by_position", lines[0].Lists[0].Name);
        Assert.Equal([1, 0.5], lines[0].Lists[0].Values);
    }

    [Fact]
    public void A_file_that_is_not_there_has_no_lines() => Assert.Empty(MetricsLog.Read(_path + ".missing"));

    [Theory]
    [InlineData("{\"samples\":10}\n{\"samples\":20}\n{\"samples\":30}\n", "{\"samples\":10}\n{\"samples\":20}\n")]
    [InlineData("{\"samples\":10}\n{\"samples\":20}", "{\"samples\":10}\n")]
    [InlineData("{\"samples\":10}\n{\"sam", "{\"samples\":10}\n")]
    [InlineData("{\"samples\":10}\n[3]\n{\"samples\":20}\n", "{\"samples\":10}\n")]
    [InlineData("", "")]
    public void A_resumed_log_keeps_the_whole_lines_up_to_the_checkpoint(string before, string kept)
    {
        File.WriteAllText(_path, before);

        using (var log = new MetricsLog(_path, 20))
        {
            log.Write(25, []);
        }

        Assert.Equal(kept + "{\"samples\":25,\"free_running_accuracy_by_position\":[]}\n", File.ReadAllText(_path));
    }
}
