namespace Seq.Cli.Tests;

/// <summary>A text without a possible output fails by itself: it is named, the others are printed, and the exit code says so.</summary>
public sealed class DeadEndTests(Models models) : IClassFixture<Models>
{
    /// <summary>Outputs are t3 t4 or t5; with t4 suppressed, what begins with t3 leads nowhere.</summary>
    private static readonly string[] Rules = ["--pattern", "t3 t4|t5", "--suppress", "t4"];

    [Fact]
    public void The_others_are_printed_and_the_failed_one_is_named()
    {
        // At the first token t3 gains so much that every text but none takes it, unless the bias is away.
        var result = Cli.RunWithInput("s1 s2\ns3\n", [.. Arguments("--bias", "t3=50")]).MustExitWith(2);

        Assert.Equal("", result.Output);
        Assert.Contains("line 1: There is no output for 's1 s2': every token is impossible after 't3'.", result.Error, StringComparison.Ordinal);
        Assert.Contains("line 2: There is no output for 's3'", result.Error, StringComparison.Ordinal);
        Assert.Equal("s1 s2 -> t5\ns3 -> t5\n", Cli.RunWithInput("s1 s2\ns3\n", [.. Arguments("--bias", "t3=50", "--beam", "2")]).MustExitWith(0).Output);
    }

    [Fact]
    public void Json_has_an_object_for_each_text_and_no_hypothesis_for_the_failed()
    {
        var result = Cli.RunWithInput("s1 s2\n", [.. Arguments("--bias", "t3=50", "--json")]).MustExitWith(2);
        var line = Assert.Single(result.Json);

        Assert.Equal(["input", "hypotheses", "error", "dead_ends"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, line.GetProperty("hypotheses").GetArrayLength());
        var written = Assert.Single(line.GetProperty("dead_ends").EnumerateArray());
        Assert.Equal(("t3", "dead_end"), (written.GetProperty("text").GetString(), written.GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public void A_stream_marks_what_is_no_output()
    {
        Assert.Equal("s1 s2 -> t3 [dead end]\n", Cli.RunWithInput("s1 s2\n", [.. Arguments("--bias", "t3=50", "--stream")]).MustExitWith(2).Output);
        var last = Cli.RunWithInput("s1 s2\n", [.. Arguments("--bias", "t3=50", "--stream", "--json")]).MustExitWith(2).Json[^1];
        Assert.Contains("after 't3'", last.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_met_a_dead_end_are_left_out_with_a_note()
    {
        var result = Cli.RunWithInput("s1 s2\n", [.. Arguments("--sample", "--n-best", "30", "--temperature", "5")]).MustExitWith(0);

        Assert.Matches(@"note: \d+ outputs for 's1 s2' met a dead end", result.Error);
        Assert.DoesNotContain("t3", result.Output, StringComparison.Ordinal);
    }

    private IEnumerable<string> Arguments(params string[] more) => ["generate", models.Bundle, "--input-file", "-", .. Rules, .. more];
}
