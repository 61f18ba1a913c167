namespace Seq.Train;

/// <summary>A table of texts; the first column names the rows.</summary>
/// <param name="Head">Names of the columns.</param>
/// <param name="Rows">The rows, each as long as the head.</param>
internal sealed record ReportTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether the columns after the first are numbers, which stand at the right.</summary>
    internal bool Numbers { get; init; } = true;

    internal void Write(Markup markup) => markup.Element(
        "div",
        () => markup.Element("table", () =>
        {
            markup.Element("thead", () => markup.Element("tr", () =>
            {
                foreach (var name in Head)
                {
                    markup.Element("th", name, ("scope", "col"));
                }
            }));
            markup.Element("tbody", () =>
            {
                foreach (var row in Rows)
                {
                    markup.Element("tr", () => WriteRow(markup, row));
                }
            });
        }, ("class", Numbers ? "numbers" : null)),
        ("class", "wide"), ("tabindex", 0));

    private static void WriteRow(Markup markup, IReadOnlyList<string> row)
    {
        markup.Element("th", row[0], ("scope", "row"));
        foreach (var cell in row.Skip(1))
        {
            markup.Element("td", cell);
        }
    }
}
