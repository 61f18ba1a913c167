using Seq.Tests;

namespace Seq.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class ReportTests(TrainedModel model)
{
    [Fact]
    public void A_run_becomes_one_page_with_its_curves_and_settings()
    {
        var path = model.NewPath() + ".html";

        var said = Cli.Run("report", model.Run, "--out", path).MustExitWith(0).Output;

        var page = File.ReadAllText(path);
        Assert.StartsWith(path, said, StringComparison.Ordinal);
        Assert.Contains("<h3>loss</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Accuracy by position</h3>", page, StringComparison.Ordinal);
        Assert.Contains("model.hidden", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_path_the_page_goes_into_the_run()
    {
        var summary = Assert.Single(Cli.Run("report", model.Run, "--json").MustExitWith(0).Json);

        Assert.Equal(Path.Combine(model.Run, "report.html"), summary.GetProperty("report").GetString());
        Assert.True(summary.GetProperty("curves").GetInt32() >= 5);
        Assert.True(File.Exists(Path.Combine(model.Run, "report.html")));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused()
    {
        using var folder = new TemporaryFolder();

        var error = Cli.Run("report", folder["nothing"]).MustExitWith(ExitCode.BadInput).Error;

        Assert.Contains("metrics.jsonl", error, StringComparison.Ordinal);
    }
}
