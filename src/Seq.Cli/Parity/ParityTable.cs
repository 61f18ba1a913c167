using System.Globalization;
using Seq.Cli.Output;
using Spectre.Console;

namespace Seq.Cli.Parity;

/// <summary>A parity report for people.</summary>
internal static class ParityTable
{
    internal static void Write(Terminal terminal, ParityReport report)
    {
        var table = new Table().Border(TableBorder.Square).AddColumns("Compared with TorchSharp", "Result", "Compared", "Largest difference");
        foreach (var check in report.Checks)
        {
            table.AddRow(
                Markup.Escape(check.What),
                check.Passed ? "[green]equal[/]" : "[red]DIFFERENT[/]",
                string.Create(CultureInfo.InvariantCulture, $"{check.Compared:N0} {check.Unit}"),
                check.MaxDifference is { } difference ? Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{difference:0.0e+0}{At(check.Where)}")) : "");
        }

        terminal.Write(table);
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Parity {(report.Passed ? "passed" : "FAILED")}: {report.Samples:N0} inputs in {report.Batches} batches, seed {report.Seed}, tolerance {report.Tolerance:0e+0}"));
    }

    private static string At(string? where) => where is null ? "" : $" at {where}";
}
