using System.Globalization;
using Seq.Cli.Output;
using Spectre.Console;

namespace Seq.Cli.Parity;

/// <summary>Checks for people.</summary>
internal static class ParityTable
{
    internal static void Write(Terminal terminal, ParityReport report)
    {
        WriteChecks(terminal, "Compared with TorchSharp", report.Checks, report.NotCompared, referee: true);
        if (report.ShakenTrainerError is { } shaken)
        {
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"With its weights changed in their last bit, TorchSharp is {shaken:0.0e+0} from float64; that is what rounding may do to this model."));
        }

        if (report.IllConditioned)
        {
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"The model is ill-conditioned: TorchSharp itself is {report.TrainerError:0.0e+0} from float64, the bundle {report.BundleError:0.0e+0}. "
                + $"Single steps from equal states are compared as well (step-states)."));
        }

        if (report is { Passed: true, Evidence.IsOfOtherWeights: true })
        {
            terminal.Output.WriteLine("The bundle says that it was exported from another file of weights; these compute the same.");
        }

        if (report.Provider is { } provider && provider != "CPU")
        {
            terminal.Output.WriteLine($"The bundle ran on {provider}.");
        }

        if (report.Crash is { ErrorTail.Length: > 0 } crash)
        {
            terminal.Output.WriteLine(crash.ErrorTail);
        }

        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Parity {(report.Passed ? "passed" : "FAILED")}: {report.Samples:N0} inputs in {report.Batches} batches, "
            + $"seed {report.Seed}, {report.Checks.Count(check => check.Passed)} of {report.Checks.Count} checks"));
    }

    /// <param name="terminal">Where to.</param>
    /// <param name="title">Over the first column.</param>
    /// <param name="checks">The checks.</param>
    /// <param name="notCompared">What no check could look at.</param>
    /// <param name="referee">Whether the same model was run in float64, which has a column of its own then.</param>
    internal static void WriteChecks(Terminal terminal, string title, IReadOnlyList<CheckResult> checks, IReadOnlyList<string> notCompared, bool referee)
    {
        string[] last = referee ? ["Float64 says"] : [];
        var table = new Table().Border(TableBorder.Square).AddColumns([title, "Result", "Compared", "Largest difference", .. last]);
        foreach (var check in checks)
        {
            string[] said = referee ? [Markup.Escape(Referee(check))] : [];
            table.AddRow(
            [
                Markup.Escape(check.What),
                check.Passed ? "[green]passed[/]" : "[red]FAILED[/]",
                Markup.Escape(Compared(check)),
                Markup.Escape(Difference(check)),
                .. said,
            ]);
        }

        terminal.Write(table);
        foreach (var part in notCompared)
        {
            terminal.Output.WriteLine($"not compared: {part}");
        }
    }

    /// <summary>How much was compared and, where TorchSharp left the range of float32, was not.</summary>
    internal static string Compared(CheckResult check) => string.Create(
        CultureInfo.InvariantCulture, $"{check.Compared:N0} {check.Unit}{(check.Skipped == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {check.Skipped:N0} skipped"))}");

    /// <summary>The largest difference, or how many sequences turned on rounding.</summary>
    internal static string Difference(CheckResult check) => check.MaxDifference is { } difference
        ? string.Create(CultureInfo.InvariantCulture, $"{difference:0.0e+0}")
        : check.WithinRounding is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} within rounding") : "";

    /// <summary>How far both sides are from float64.</summary>
    internal static string Referee(CheckResult check) => check.TrainerError is { } trainer && check.BundleError is { } bundle
        ? string.Create(CultureInfo.InvariantCulture, $"TorchSharp off by {trainer:0.0e+0}, ONNX {bundle:0.0e+0}")
        : "";
}
