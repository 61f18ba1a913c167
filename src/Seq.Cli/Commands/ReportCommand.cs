using Seq.Cli.CommandLine;
using Seq.Cli.Output;
using Seq.Train;

namespace Seq.Cli.Commands;

/// <summary><c>seq report</c>: a training run as one HTML page. Loads no libtorch.</summary>
internal sealed class ReportCommand : DocumentedCommand
{
    internal ReportCommand(Terminal terminal)
        : base(
            "report",
            "Writes what a training measured as one HTML file that opens without a server: curves, results, accuracy by position, confusion, attention maps, samples, settings. "
            + "Works on a finished run and on one that goes on.",
            "seq report runs/digits",
            "seq report runs/digits --out digits.html")
    {
        var run = PathValue.Argument("RUN", "The folder of a training run, as `seq train --out` named it.");
        var output = PathValue.Option("--out", "FILE", $"The file to write. Default: {RunReportHtml.FileName} in the run's folder.");
        var json = CommonOptions.Json("Print one object: report (the file), curves, samples, attention, confusion (how many of each it shows).");
        Add(run);
        Add(output);
        Add(json);
        SetAction(parse =>
        {
            var folder = parse.GetRequiredValue(run);
            var report = RunReport.FromFolder(folder);
            PathValue.Prepare(parse.GetValue(output));
            var path = parse.GetValue(output) ?? Path.Combine(folder, RunReportHtml.FileName);
            RunReportHtml.Write(path, report);
            if (parse.GetValue(json))
            {
                Json.WriteLine(terminal.Output, ReportSummary.Of(path, report), Json.Lines.ReportSummary);
            }
            else
            {
                terminal.Output.WriteLine($"{path}: {report.Title}, {report.Series.Count} curves");
            }

            return ExitCode.Good;
        });
    }
}
