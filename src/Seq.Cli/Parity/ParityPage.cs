using System.Globalization;
using System.Net;
using System.Text;

namespace Seq.Cli.Parity;

/// <summary>A parity report as one HTML file that needs no other.</summary>
internal static class ParityPage
{
    private const string Style = "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:76em;padding:0 1em;color:#1b1f24;background:#fff}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35em .7em;border-bottom:1px solid #d8dee4}"
        + "th{background:#f6f8fa}.good{color:#116329}.bad{color:#a40e26;font-weight:600}pre{background:#f6f8fa;padding:1em;overflow:auto}code{font-family:ui-monospace,monospace}";

    /// <summary>Writes the page.</summary>
    /// <param name="report">The report.</param>
    internal static string Of(ParityReport report)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Parity</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Parity {Word(report.Passed)}</h1>\n");
        Paragraph(page, $"Kind of model: {report.Kind}. The bundle <code>{Text(report.Bundle)}</code> on ONNX Runtime against the checkpoint <code>{Text(report.Checkpoint)}</code> in TorchSharp, "
            + string.Create(CultureInfo.InvariantCulture, $"{report.Samples:N0} random inputs in {report.Batches} batches, seed {report.Seed}."));
        if (report.Crash is { } crash)
        {
            Paragraph(page, $"<span class=\"bad\">{Text(crash.Summary)}</span>");
            page.Append("<pre>").Append(Text(crash.ErrorTail)).Append("</pre>\n");
        }
        else
        {
            Paragraph(page, string.Create(CultureInfo.InvariantCulture, $"Largest distance from the same model in float64: TorchSharp {report.TrainerError:0.0e+0}, bundle {report.BundleError:0.0e+0}."));
        }

        if (report.IllConditioned)
        {
            Paragraph(page, "The model is ill-conditioned: float32 does not determine its numbers on whole sequences. Single steps from equal states are compared as well.");
        }

        if (report.FirstDivergence is { } place && report.Evidence?.IsOfOtherWeights != true)
        {
            Paragraph(page, $"First diverging layer: <span class=\"bad\">{Text(place)}</span>");
        }

        if (report.Failure is { } failure && report.Crash is null)
        {
            Paragraph(page, $"<span class=\"bad\">{Text(char.ToUpperInvariant(failure[0]) + failure[1..])}</span>");
        }

        Checks(page, report.Checks);
        foreach (var part in report.NotCompared)
        {
            Paragraph(page, $"Not compared: {Text(part)}.");
        }

        Facts(page, report.Evidence?.Lines ?? []);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Checks(StringBuilder page, IReadOnlyList<CheckResult> checks)
    {
        page.Append("<table>\n<tr><th>Check</th><th>Compared</th><th>Result</th><th>Largest difference</th><th>Float64 says</th><th>Allowed</th><th>First difference</th></tr>\n");
        foreach (var check in checks)
        {
            page.Append("<tr>");
            foreach (var cell in new[]
            {
                $"<code>{Text(check.Name)}</code><br>{Text(check.What)}",
                Text(ParityTable.Compared(check)),
                Word(check.Passed),
                $"{Text(ParityTable.Difference(check))}<br>{Text(check.Where)}",
                Text(ParityTable.Referee(check)),
                check.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{limit:0.0e+0}") : "",
                Text(check.FirstDifference),
            })
            {
                page.Append("<td>").Append(cell).Append("</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Facts(StringBuilder page, IEnumerable<(string Name, string Value)> lines)
    {
        page.Append("<table>\n");
        foreach (var (name, value) in lines)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Text(name)}</th><td><code>{Text(value)}</code></td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Paragraph(StringBuilder page, string html) => page.Append("<p>").Append(html).Append("</p>\n");

    private static string Word(bool passed) => passed ? "<span class=\"good\">passed</span>" : "<span class=\"bad\">failed</span>";

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
