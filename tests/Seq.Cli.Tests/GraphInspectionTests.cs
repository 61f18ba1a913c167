namespace Seq.Cli.Tests;

/// <summary><c>seq inspect --graph</c>, and exports for older hosts and with text at the surface.</summary>
public sealed class GraphInspectionTests(Models models) : IClassFixture<Models>
{
    [Fact]
    public void A_graph_is_shown_as_text_unless_a_picture_is_asked_for()
    {
        var text = Cli.Run("inspect", models.Bundle, "--graph", "step").MustExitWith(0).Output;
        Assert.Contains("step (int64[batch] token", text, StringComparison.Ordinal);
        Assert.Contains(" = Tanh (", text, StringComparison.Ordinal);
        Assert.Contains(" = GRU <", Cli.Run("inspect", models.Bundle, "--graph", "score").MustExitWith(0).Output, StringComparison.Ordinal);

        Assert.StartsWith("flowchart TD\n", Cli.Run("inspect", models.Bundle, "--graph", "step", "--format", "mermaid").MustExitWith(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg ", Cli.Run("inspect", models.Bundle, "--graph", "step", "--format", "svg").MustExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_graph_to_show_is_refused()
    {
        Assert.Contains("it has", Cli.Run("inspect", models.Bundle, "--graph", "nothing").MustExitWith(2).Error, StringComparison.Ordinal);
        Assert.Contains("is a checkpoint", Cli.Run("inspect", models.Checkpoint, "--graph", "step").MustExitWith(2).Error, StringComparison.Ordinal);
        Assert.Contains("without --graph", Cli.Run("inspect", models.Bundle, "--format", "svg").MustExitWith(2).Error, StringComparison.Ordinal);
        Assert.Contains("--json describes", Cli.Run("inspect", models.Bundle, "--graph", "step", "--json").MustExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_may_be_for_an_older_opset_or_hold_a_text_graph()
    {
        var older = models.NewPath();
        Cli.Run("export", models.Checkpoint, "--out", older, "--opset", "17").MustExitWith(0);
        Assert.Contains("opset 17, IR 8", Cli.Run("inspect", older).MustExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("SampleGraph needs opset 18", Cli.Run("export", models.Checkpoint, "--out", models.NewPath(), "--opset", "17", "--sample-graph").Error, StringComparison.Ordinal);

        var text = models.NewPath();
        Cli.Run("export", models.Checkpoint, "--out", text, "--text-graph").MustExitWith(0);
        Assert.Contains("string[batch] text", Cli.Run("inspect", text, "--graph", "text-generate-greedy").MustExitWith(0).Output, StringComparison.Ordinal);
    }
}
