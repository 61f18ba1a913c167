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
