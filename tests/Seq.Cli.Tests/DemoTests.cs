using Seq.Tests;

namespace Seq.Cli.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The main job, as a newcomer runs it: half a minute of training, and everything after it.</summary>
    [Fact]
    public void The_demo_trains_exports_proves_and_decodes_as_promised()
    {
        var lines = Cli.Run("demo", "--out", _folder["demo"], "--json").MustExitWith(0).Json;

        var demo = lines[^1];
        Assert.Equal(
            ["event", "passed", "accuracy", "parity", "examples", "checkpoint", "bundle"], demo.EnumerateObject().Select(member => member.Name));
        Assert.True(demo.GetProperty("passed").GetBoolean());
        Assert.Equal(5000, demo.GetProperty("accuracy").GetProperty("samples").GetInt32());
        Assert.InRange(demo.GetProperty("accuracy").GetProperty("free_running").GetProperty("sequences").GetDouble(), 0.995, 1);
        Assert.Equal(1000, demo.GetProperty("parity").GetProperty("samples").GetInt32());
        var example = demo.GetProperty("examples")[0];
        Assert.Equal("one two five", example.GetProperty("input").GetString());
        Assert.Equal("125", example.GetProperty("hypotheses")[0].GetProperty("text").GetString());

        // A second run finds the training done, and shows the rest for people.
        var again = Cli.Run("demo", "--out", _folder["demo"]).MustExitWith(0).Output;
        Assert.Contains("one two five -> 125\n", again, StringComparison.Ordinal);
        Assert.Contains("Parity passed: 1,000 inputs", again, StringComparison.Ordinal);
        Assert.Contains("free-running accuracy on 5,000 fresh sequences: ", again, StringComparison.Ordinal);
        Assert.Contains("try next:", again, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
