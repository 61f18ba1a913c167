namespace Seq.Train;

/// <summary>What every chart has around its marks: a figure, a name for those who cannot see it, axes, a key, and its numbers as a table.</summary>
internal static class ChartFrame
{
    internal const double Width = 640;
    internal const double Height = 280;
    internal const double Left = 64;
    internal const double Right = Width - 16;
    internal const double Top = 12;
    internal const double Bottom = Height - 40;
    internal const int Colours = 8;

    /// <summary>Writes a figure with an image and the table behind it.</summary>
    /// <param name="markup">Where to.</param>
    /// <param name="title">What is to be seen.</param>
    /// <param name="description">The same in a sentence, for readers of the screen.</param>
    /// <param name="key">Names of the colours; one that is the title again needs no key.</param>
    /// <param name="size">Width and height of the image.</param>
    /// <param name="draw">Draws the marks.</param>
    /// <param name="table">Writes the numbers.</param>
    internal static void Write(
        Markup markup, string title, string description, IReadOnlyList<string> key, (double Width, double Height) size, Action draw, ReportTable table) =>
        markup.Element("figure", () =>
        {
            markup.Element("figcaption", () =>
            {
                markup.Element("h3", title);
                if (key.Any(name => name != title))
                {
                    markup.Element("ul", () => WriteKey(markup, key), ("class", "key"));
                }
            });
            markup.Element("div", () => markup.Element(
                "svg",
                () =>
                {
                    markup.Element("title", title);
                    markup.Element("desc", description);
                    draw();
                },
                ("viewBox", $"0 0 {Markup.Number(size.Width)} {Markup.Number(size.Height)}"), ("width", size.Width), ("role", "img"), ("aria-label", $"{title}. {description}")),
                ("class", "image"));
            markup.Element("details", () =>
            {
                markup.Element("summary", "As a table");
                table.Write(markup);
            });
        });

    /// <summary>Writes horizontal lines with their values at the left.</summary>
    internal static void Rows(Markup markup, ChartScale scale, Func<double, string> name)
    {
        foreach (var tick in scale.Ticks)
        {
            var y = scale.Place(tick);
            markup.Element("line", "", ("class", "grid"), ("x1", Left), ("x2", Right), ("y1", y), ("y2", y));
            markup.Element("text", name(tick), ("x", Left - 8), ("y", y + 4), ("text-anchor", "end"));
        }
    }

    /// <summary>Writes what the horizontal axis counts.</summary>
    internal static void Below(Markup markup, string name) =>
        markup.Element("text", name, ("x", (Left + Right) / 2), ("y", Height - 4), ("text-anchor", "middle"), ("class", "axis"));

    private static void WriteKey(Markup markup, IReadOnlyList<string> key)
    {
        for (var index = 0; index < key.Count; index++)
        {
            var colour = $"c{index % Colours}";
            var name = key[index];
            markup.Element("li", () =>
            {
                markup.Element(
                    "svg", () => markup.Element("line", "", ("class", $"curve {colour}"), ("x1", 0.0), ("x2", 28.0), ("y1", 6.0), ("y2", 6.0)),
                    ("width", 28), ("height", 12), ("aria-hidden", "true"));
                markup.Element("span", name);
            });
        }
    }
}
