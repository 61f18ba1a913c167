using System.Text.Json;
using Seq.Tests;

namespace Seq.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Json_is_one_object_per_event_from_start_to_end()
    {
        var result = (await SeqProcess.Run(TinyTraining.Arguments(_folder["run"], "--json"))).MustExitWith(0);

        Assert.Equal("", result.Error);
        var events = result.Json.ToLookup(line => line.GetProperty("event").GetString());
        Assert.Equal(["end", "progress", "start", "validation"], events.Select(group => group.Key).Order());
        Assert.Equal(["event", "preset", "settings", "parameters", "threads", "device", "total_samples", "sample_name", "resumed_at", "notices"], Names(Assert.Single(events["start"])));
        Assert.Equal("6", events["start"].Single().GetProperty("settings").GetProperty("model.hidden").GetString());
        Assert.All(events["progress"], line => Assert.Equal(["event", "samples", "total_samples", "loss", "samples_per_second", "tokens_per_second", "padding_share", "seconds_left"], Names(line)));
        Assert.Equal(TinyTraining.Samples / 500, events["validation"].Count());
        Assert.All(events["validation"], line => Assert.Equal(["event", "samples", "loss", "metrics", "is_best", "teacher_forced", "free_running", "checkpoint"], Names(line)));
        Assert.All(events["validation"], line => Assert.Equal(["tokens", "sequences", "by_position"], Names(line.GetProperty("free_running"))));
        var end = Assert.Single(events["end"]);
        Assert.Equal(["event", "outcome", "checkpoint", "best", "samples", "seconds"], Names(end));
        Assert.Equal("complete", end.GetProperty("outcome").GetString());
        Assert.Equal(TinyTraining.Samples, end.GetProperty("samples").GetInt64());
    }

    [Fact]
    public async Task A_pipe_gets_plain_lines_and_accuracy_by_position_at_the_end()
    {
        var result = (await SeqProcess.Run(TinyTraining.Arguments(_folder["run"]))).MustExitWith(0);

        Assert.DoesNotContain('\u001b', result.Output);
        Assert.StartsWith("training digits: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("validation free running sequence accuracy", result.Output, StringComparison.Ordinal);
        Assert.Contains("position 4", result.Output, StringComparison.Ordinal);
        Assert.Contains("seq export", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_printed_and_nothing_is_trained()
    {
        var printed = JsonDocument.Parse(
            Cli.Run("train", "g2p", "--print-settings", "--set", "model.hidden=320", "--seed", "7", "--out", _folder["none"]).MustExitWith(0).Output).RootElement;

        Assert.Equal(("g2p", 320, 7), (printed.GetProperty("preset").GetString(), printed.GetProperty("model").GetProperty("hidden").GetInt32(), printed.GetProperty("seed").GetInt32()));
        Assert.Equal(5, printed.GetProperty("validation").GetProperty("beam").GetInt32()); // The preset's own.
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_run_stopped_by_a_signal_and_resumed_ends_with_the_same_weights_bit_for_bit(string signal)
    {
        (await SeqProcess.Run(TinyTraining.Arguments(_folder["whole"]))).MustExitWith(0);

        using (var stopped = SeqProcess.Start(TinyTraining.Arguments(_folder["stopped"])))
        {
            await stopped.WaitUntil(() => stopped.Output.Contains("validation free", StringComparison.Ordinal));
            await stopped.Signal(signal);
            var result = (await stopped.End()).MustExitWith(130);
            Assert.Contains("--resume", result.Error, StringComparison.Ordinal);
        }

        Assert.InRange(TinyTraining.SamplesSeen(_folder["stopped"]), 1, TinyTraining.Samples - 1);
        Assert.NotEqual(File.ReadAllBytes(TinyTraining.Weights(_folder["whole"])), File.ReadAllBytes(TinyTraining.Weights(_folder["stopped"])));
        (await SeqProcess.Run("train", "digits", "--out", _folder["stopped"], "--resume")).MustExitWith(0);
        Assert.Equal(File.ReadAllBytes(TinyTraining.Weights(_folder["whole"])), File.ReadAllBytes(TinyTraining.Weights(_folder["stopped"])));
    }

    [Fact]
    public async Task Killed_ten_times_at_random_moments_a_run_resumes_each_time_and_ends_as_one_that_never_stopped()
    {
        const int Kills = 10;
        const long Samples = 4 * TinyTraining.Samples; // Long enough that a test held up for a second still finds the run going on.
        string[] longer = ["--set", $"stop.samples={Samples}"];
        (await SeqProcess.Run(TinyTraining.Arguments(_folder["whole"], longer))).MustExitWith(0);
        var random = new Random(2026);
        var seen = 0L;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = SeqProcess.Start(TinyTraining.Arguments(_folder["killed"], kill == 0 ? longer : [.. longer, "--resume"]));
            await process.WaitUntil(() => process.Output.Contains("training digits", StringComparison.Ordinal) && Directory.Exists(TinyTraining.Checkpoint(_folder["killed"])));
            await Task.Delay(random.Next(150));
            await process.Signal("KILL");
            (await process.End()).MustExitWith(137);

            // What the kill left opens, whole and unharmed, and never goes back.
            Cli.Run("inspect", _folder["killed"]).MustExitWith(0);
            Assert.InRange(TinyTraining.SamplesSeen(_folder["killed"]), seen, Samples - 1);
            seen = TinyTraining.SamplesSeen(_folder["killed"]);
        }

        (await SeqProcess.Run("train", "digits", "--out", _folder["killed"], "--resume")).MustExitWith(0);
        Assert.Equal(File.ReadAllBytes(TinyTraining.Weights(_folder["whole"])), File.ReadAllBytes(TinyTraining.Weights(_folder["killed"])));
    }

    [Fact]
    public async Task Text_of_the_users_own_trains_a_language_model_that_is_measured_and_goes_on()
    {
        var text = _folder["my.txt"];
        File.WriteAllLines(text, Enumerable.Range(0, 300).Select(line => $"line {line % 7} of a text that says little"));
        string[] small = ["--set", "data.batch_size=4", "--set", "data.steps=8", "--set", "model.hidden=8", "--set", "model.embedding=8", "--set", "stop.epochs=1"];

        (await SeqProcess.Run(["train", "lm", "--data", text, "--out", _folder["run"], .. small])).MustExitWith(0);

        var report = Assert.Single(Cli.Run("eval", _folder["run"], "--best", "--json").MustExitWith(0).Json);
        Assert.Equal(("checkpoint", "test"), (report.GetProperty("type").GetString(), report.GetProperty("part").GetString()));
        Assert.InRange(report.GetProperty("metrics").GetProperty("perplexity").GetDouble(), 1, 100);
        Assert.StartsWith("| `lm` | perplexity ", Cli.Run("eval", _folder["run"], "--row").MustExitWith(0).Output, StringComparison.Ordinal);
        (await SeqProcess.Run("train", "lm", "--out", _folder["run"], "--resume")).MustExitWith(0);
    }

    [Fact]
    public async Task A_smoke_run_brings_its_own_data()
    {
        (await SeqProcess.Run("train", "tagger", "--smoke", "--out", _folder["run"])).MustExitWith(0);

        Assert.Contains("sentence accuracy", Cli.Run("eval", _folder["run"]).MustExitWith(0).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(member => member.Name);
}
