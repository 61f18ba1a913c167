using System.Text.Json;
using Seq.Cli.Output;
using Seq.Cli.Parity;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>The process that compares may die; whoever asked hears of it.</summary>
public sealed class ParityProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_end_of_native_code_becomes_a_record_with_its_signal_and_its_last_words()
    {
        var outcome = await Run("echo 'terminate called'; echo 'pthread_mutex_lock failed' >&2; kill -ABRT $$");

        Assert.Null(outcome.Report);
        Assert.Equal(134, outcome.Crash!.ExitCode);
        Assert.Contains("SIGABRT", outcome.Crash.Summary, StringComparison.Ordinal);
        Assert.Equal("pthread_mutex_lock failed", outcome.Crash.ErrorTail);
    }

    [Fact]
    public async Task Only_the_last_lines_are_kept()
    {
        var outcome = await Run("i=0; while [ $i -lt 100 ]; do echo line $i >&2; i=$((i + 1)); done; exit 70");

        Assert.Equal(40, outcome.Crash!.ErrorTail.Split('\n').Length);
        Assert.EndsWith("line 99", outcome.Crash.ErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_was_understood_is_passed_on_as_it_is()
    {
        var outcome = await Run("echo 'seq: no such folder' >&2; exit 2");

        Assert.Equal((2, "seq: no such folder\n", null), (outcome.ExitCode, outcome.Error, outcome.Crash));
    }

    [Fact]
    public async Task A_good_exit_without_a_report_is_a_crash() => Assert.NotNull((await Run("exit 0")).Crash);

    [Fact]
    public async Task A_report_comes_back_as_it_was_written()
    {
        var report = new ParityReport(false, "tagger", 3, 2, 9, [new("alone", "what", false, 4, "logits", "row 1") { Limit = double.PositiveInfinity }]) { IllConditioned = true, NotCompared = ["other.onnx: it is not known"] };
        await File.WriteAllTextAsync(_folder["report.json"], JsonSerializer.Serialize(report, Json.Lines.ParityReport));

        var outcome = await Run("exit 1");

        Assert.Equal(report.Checks, outcome.Report!.Checks);
        Assert.Equal(report.NotCompared, outcome.Report.NotCompared);
        Assert.Equal(report with { Checks = outcome.Report.Checks, NotCompared = outcome.Report.NotCompared }, outcome.Report);
    }

    [Fact]
    public void A_crash_is_a_failure_with_a_page()
    {
        var report = ParityReport.Crashed(Models.Description, 5, 1, new(139, "The process was ended by SIGSEGV", "<last words>")) with { Bundle = "b", Checkpoint = "c" };
        var page = ParityPage.Of(report);

        Assert.False(report.Passed);
        Assert.Contains("SIGSEGV", report.Failure, StringComparison.Ordinal);
        Assert.Contains("&lt;last words&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ParityProcess.Outcome> Run(string script) => ParityProcess.RunAsync("sh", ["-c", script], _folder["report.json"], CancellationToken.None);
}
