using System.Globalization;
using Seq.Cli.Output;
using Spectre.Console;

namespace Seq.Cli.Parity;

/// <summary>A parity report for people.</summary>
internal static class ParityTable
{
    internal static void Write(Terminal terminal, ParityReport report)
    {
        var table = new Table().Border(TableBorder.Square).AddColumns("Compared with TorchSharp", "Result", "Compared", "Largest difference", "Float64 says");
        foreach (var check in report.Checks)
        {
            table.AddRow(
                Markup.Escape(check.What),
                check.Passed ? "[green]passed[/]" : "[red]FAILED[/]",
                string.Create(CultureInfo.InvariantCulture, $"{check.Compared:N0} {check.Unit}"),
                check.MaxDifference is { } difference ? Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{difference:0.0e+0}")) : "",
                check.TrainerError is { } trainer && check.BundleError is { } bundle
                    ? string.Create(CultureInfo.InvariantCulture, $"TorchSharp off by {trainer:0.0e+0}, ONNX {bundle:0.0e+0}")
                    : "");
        }

        terminal.Write(table);
        foreach (var check in report.Checks.Where(check => check is { Passed: true, Referred: > 0 }))
        {
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{check.Name}: {check.Referred:N0} of {check.Compared:N0} logits differ by more than {report.Tolerance:0e+0}, "
                + $"which is float32 rounding: the model is ill-conditioned, TorchSharp itself is {check.TrainerError:0.0e+0} from float64"));
        }

        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Parity {(report.Passed ? "passed" : "FAILED")}: {report.Samples:N0} inputs in {report.Batches} batches, "
            + $"seed {report.Seed}, tolerance {report.Tolerance:0e+0}"));
    }
}
