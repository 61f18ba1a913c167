using Seq.Model;

namespace Seq.Train;

/// <summary>Writes a run's report as one HTML file that needs nothing else: no server, no script, no request.</summary>
public static class RunReportHtml
{
    /// <summary>Name of the file in a run's folder.</summary>
    public const string FileName = "report.html";

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>Writes the file; one that is there is replaced as a whole.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="report">What to show.</param>
    /// <exception cref="ModelStorageException">The file cannot be written.</exception>
    public static void Write(string path, RunReport report)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(report);
        var writing = path + ".seq-writing";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(writing, ToHtml(report));
            File.Move(writing, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelStorageException(path, $"The report cannot be written: {exception.Message}", "Choose another path by --out, or make room.", exception);
        }
    }

    /// <summary>The whole page.</summary>
    /// <param name="report">What to show.</param>
    public static string ToHtml(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var markup = new Markup();
        markup.Constant("<!doctype html>\n");
        markup.Element("html", () =>
        {
            markup.Element("head", () =>
            {
                markup.Void("meta", ("charset", "utf-8"));
                markup.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                markup.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
                markup.Element("title", report.Title);
                markup.Element("style", () => markup.Constant(ReportStyle.Css));
            });
            markup.Element("body", () => markup.Element("main", () =>
            {
                markup.Element("h1", report.Title);
                ReportSections.Write(markup, report);
            }));
        }, ("lang", "en"));
        return markup.ToString();
    }
}
