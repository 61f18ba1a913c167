using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed partial class RunReportHtmlTests
{
    private const string Hostile = "<script>alert(1)</script> & \"quotes\" 'here'";

    private static readonly RunReport Full = new()
    {
        Title = Hostile,
        Settings = [new(Hostile, Hostile)],
        Environment = [new("device", Hostile)],
        Series =
        [
            new("loss", "train", [new(0, 4), new(100, 2), new(200, double.NaN), new(300, 1.25)]),
            new("loss", Hostile, [new(0, 5), new(300, 3)]),
            new("perplexity", "validation", [new(100, 1500), new(200, 40), new(300, 12.5)]),
            new(Hostile, Hostile, [new(100, double.NaN)]),
        ],
        PositionAccuracy = [new("free running", [1, 0.875, 0.5]), new(Hostile, [0.25])],
        Attention = [new(Hostile, ["zwei", Hostile], ["two", "men"], [[0.75, 0.25], [0, 1]])],
        Confusion = [new(Hostile, Matrix())],
        Samples = [new(Hostile, "two men", "two men"), new("zwei", Hostile, "two"), new("To be", "or not")],
    };

    [Fact]
    public void A_page_is_well_formed_and_none_of_its_texts_becomes_markup()
    {
        var page = Parse(Full);

        Assert.Empty(page.Descendants("script"));
        Assert.Equal(Hostile, page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("dd"), sample => sample.Value == Hostile);
    }

    [Fact]
    public void A_page_asks_for_nothing()
    {
        var page = Parse(Full);

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "link" or "img" or "script" or "iframe" or "object" or "use" or "image");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" or "onload" or "onclick");
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.Contains("default-src &#x27;none&#x27;", RunReportHtml.ToHtml(Full), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_has_a_name_a_description_and_its_numbers_as_a_table()
    {
        var pictures = Pictures(Parse(Full)).ToArray();

        Assert.Equal(3 + 1 + 1 + 1, pictures.Length); // Charts, positions, confusion, attention.
        Assert.All(pictures, picture =>
        {
            Assert.NotEmpty(picture.Element("title")!.Value);
            Assert.NotEmpty(picture.Element("desc")!.Value);
            Assert.NotEmpty(picture.Ancestors("figure").Single().Descendants("table").Single().Descendants("td"));
        });
    }

    [Fact]
    public void Every_mark_lies_within_its_picture()
    {
        foreach (var picture in Pictures(Parse(Full)))
        {
            var size = picture.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();
            Assert.All(Coordinates(picture, "x", "cx", "x1", "x2"), x => Assert.InRange(x, 0, size[2]));
            Assert.All(Coordinates(picture, "y", "cy", "y1", "y2"), y => Assert.InRange(y, 0, size[3]));
        }
    }

    [Fact]
    public void A_value_that_is_not_finite_leaves_a_gap()
    {
        var loss = Pictures(Parse(Full)).First();

        // Train: one run before the gap and one after it; the other curve: one.
        Assert.Equal(3, loss.Elements("path").Count());
        Assert.Equal(3 + 2, loss.Elements("circle").Count());
        Assert.DoesNotContain("NaN", loss.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_of_many_points_is_thinned_and_keeps_its_last()
    {
        ReportPoint[] points = [.. Enumerable.Range(0, 4500).Select(index => new ReportPoint(index, index == 4499 ? 9 : 1 + (index % 2)))];

        var picture = Pictures(Parse(new() { Title = "long", Series = [new("loss", "train", points)] })).Single();

        Assert.InRange(picture.Element("path")!.Attribute("d")!.Value.Count(letter => letter is 'M' or 'L'), 500, 1001);
        Assert.Contains("9 at 4,499 samples", Assert.Single(picture.Elements("circle")).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_results_tells_last_lowest_and_highest()
    {
        var row = Parse(Full).Descendants("section").First().Descendants("tbody").Single().Elements("tr").Last();

        Assert.Equal(["perplexity, validation", "12.5", "12.5", "300", "1500", "100"], row.Elements().Select(cell => cell.Value));
    }

    [Fact]
    public void Sections_without_content_are_left_out()
    {
        var page = Parse(new() { Title = "empty" });

        Assert.Empty(page.Descendants("section"));
        Assert.Equal("empty", page.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Many_classes_are_tables_and_not_a_picture()
    {
        var matrix = new ConfusionMatrix([.. Enumerable.Range(0, 200).Select(label => $"tag {label}")]);
        matrix.Add(0, 0, 5);
        matrix.Add(3, 7, 2);

        var page = Parse(new() { Title = "tags", Confusion = [new("tags", matrix)] });

        Assert.Empty(Pictures(page));
        Assert.Equal(["tag 3", "tag 7", "2"], page.Descendants("table").Last().Element("tbody")!.Elements("tr").Single().Elements().Select(cell => cell.Value));
    }

    [Fact]
    public void A_page_is_written_as_a_whole_and_replaces_the_one_before()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder["new"], "report.html");

        RunReportHtml.Write(path, new() { Title = "first" });
        RunReportHtml.Write(path, new() { Title = "second" });

        Assert.Contains("<h1>second</h1>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(folder["new"]));
        var error = Assert.Throws<ModelStorageException>(() => RunReportHtml.Write(folder["new"], new() { Title = "a folder" }));
        Assert.Contains(folder["new"], error.Message, StringComparison.Ordinal);
    }

    private static XElement Parse(RunReport report)
    {
        var html = RunReportHtml.ToHtml(report);
        Assert.StartsWith("<!doctype html>", html, StringComparison.Ordinal);
        return XDocument.Parse(Meta().Replace(html["<!doctype html>".Length..], "")).Root!;
    }

    private static IEnumerable<XElement> Pictures(XElement page) => page.Descendants("svg").Where(picture => picture.Attribute("role")?.Value == "img");

    private static IEnumerable<double> Coordinates(XElement picture, params string[] names) =>
        picture.Descendants().Attributes().Where(attribute => names.Contains(attribute.Name.LocalName)).Select(attribute => Number(attribute.Value));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static ConfusionMatrix Matrix()
    {
        var matrix = new ConfusionMatrix([Hostile, "b"]);
        matrix.Add(0, 0, 3);
        matrix.Add(0, 1);
        return matrix;
    }

    [GeneratedRegex("<meta[^>]*>")]
    private static partial Regex Meta();
}
