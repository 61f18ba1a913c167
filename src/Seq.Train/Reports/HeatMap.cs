namespace Seq.Train;

/// <summary>A grid of cells, the darker the more, with names on both axes.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="Description">The same in a sentence.</param>
/// <param name="Columns">Names at the top.</param>
/// <param name="Rows">Names at the left.</param>
/// <param name="Shade">How dark a cell is, from 0 to 1: [row][column].</param>
/// <param name="Value">What a cell says when pointed at, and in the table.</param>
internal sealed record HeatMap(
    string Title, string Description, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, Func<int, int, double> Shade, Func<int, int, string> Value)
{
    private const double Cell = 22;
    private const double Letter = 7.5;
    private const int MostLetters = 16;

    /// <summary>Whether the cells show what they say.</summary>
    internal bool ShowsValues { get; init; }

    /// <summary>Where the axes are named: top, then left.</summary>
    internal (string Top, string Left) Axes { get; init; }

    internal void Write(Markup markup)
    {
        var cell = ShowsValues ? Cell * 1.8 : Cell;
        var left = (Longest(Rows) * Letter) + 28;
        var top = (Longest(Columns) * Letter) + 34;
        ChartFrame.Write(
            markup, Title, Description, [], (Math.Max(left + (Columns.Count * cell) + 8, 140), top + (Rows.Count * Cell) + 8),
            () =>
            {
                markup.Element("text", $"{Axes.Left} ↓  {Axes.Top} →", ("x", 4.0), ("y", 12.0), ("class", "axis"));
                for (var column = 0; column < Columns.Count; column++)
                {
                    var x = left + ((column + 0.5) * cell) + 4;
                    markup.Element("text", Cut(Columns[column]), ("transform", $"translate({Markup.Number(x)} {Markup.Number(top - 6)}) rotate(-90)"));
                }

                for (var row = 0; row < Rows.Count; row++)
                {
                    var y = top + (row * Cell);
                    markup.Element("text", Cut(Rows[row]), ("x", left - 6), ("y", y + (Cell / 2) + 4), ("text-anchor", "end"));
                    for (var column = 0; column < Columns.Count; column++)
                    {
                        Draw(markup, row, column, left + (column * cell), y, cell);
                    }
                }
            },
            new(
                [$"{Axes.Left} \\ {Axes.Top}", .. Columns],
                [.. Enumerable.Range(0, Rows.Count).Select(row => (string[])[Rows[row], .. Enumerable.Range(0, Columns.Count).Select(column => Value(row, column))])]));
    }

    private void Draw(Markup markup, int row, int column, double x, double y, double width)
    {
        var shade = Math.Clamp(Shade(row, column), 0, 1);
        markup.Element(
            "rect", () => markup.Element("title", $"{Rows[row]}, {Columns[column]}: {Value(row, column)}"),
            ("class", "cell"), ("x", x), ("y", y), ("width", width - 1), ("height", Cell - 1), ("fill-opacity", shade));
        if (ShowsValues)
        {
            markup.Element(
                "text", Value(row, column),
                ("class", shade > 0.55 ? "value on" : "value"), ("x", x + (width / 2) - 0.5), ("y", y + (Cell / 2) + 3.5), ("text-anchor", "middle"));
        }
    }

    private static int Longest(IReadOnlyList<string> names) => names.Count == 0 ? 0 : names.Max(name => Math.Min(name.Length, MostLetters));

    private static string Cut(string name) => name.Length <= MostLetters ? name : string.Concat(name.AsSpan(0, MostLetters - 1), "…");
}
