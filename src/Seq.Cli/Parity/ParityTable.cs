using System.Globalization;
using Seq.Cli.Output;
using Spectre.Console;

namespace Seq.Cli.Parity;

/// <summary>Checks for people.</summary>
internal static class ParityTable
{
    internal static void Write(Terminal terminal, ParityReport report)
    {
        WriteChecks(terminal, "Compared with TorchSharp", report.Checks);
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

        if (report.Crash is { ErrorTail.Length: > 0 } crash)
        {
            terminal.Output.WriteLine(crash.ErrorTail);
        }

        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Parity {(report.Passed ? "passed" : "FAILED")}: {report.Samples:N0} inputs in {report.Batches} batches, "
            + $"seed {report.Seed}, {report.Checks.Count(check => check.Passed)} of {report.Checks.Count} checks"));
    }

    internal static void WriteChecks(Terminal terminal, string title, IReadOnlyList<CheckResult> checks)
    {
        var table = new Table().Border(TableBorder.Square).AddColumns(title, "Result", "Compared", "Largest difference", "Float64 says");
        foreach (var check in checks)
        {
            table.AddRow(
                Markup.Escape(check.What),
                check.Passed ? "[green]passed[/]" : "[red]FAILED[/]",
                string.Create(CultureInfo.InvariantCulture, $"{check.Compared:N0} {check.Unit}"),
                Markup.Escape(Difference(check)),
                Markup.Escape(Referee(check)));
        }

        terminal.Write(table);
    }

    /// <summary>The largest difference, or how many sequences turned on rounding.</summary>
    internal static string Difference(CheckResult check) => check.MaxDifference is { } difference
        ? string.Create(CultureInfo.InvariantCulture, $"{difference:0.0e+0}")
        : check.WithinRounding is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} within rounding") : "";

    /// <summary>How far both sides are from float64.</summary>
    internal static string Referee(CheckResult check) => check.TrainerError is { } trainer && check.BundleError is { } bundle
        ? string.Create(CultureInfo.InvariantCulture, $"TorchSharp off by {trainer:0.0e+0}, ONNX {bundle:0.0e+0}")
        : "";
}
