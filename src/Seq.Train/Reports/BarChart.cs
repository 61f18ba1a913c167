namespace Seq.Train;

/// <summary>Accuracy by position, the positions side by side.</summary>
internal static class BarChart
{
    /// <param name="markup">Where to.</param>
    /// <param name="groups">The bars of each position; every group has at least one.</param>
    internal static void Write(Markup markup, IReadOnlyList<PositionAccuracy> groups)
    {
        var positions = groups.Max(group => group.Shares.Count);
        var y = ChartScale.Linear(0, 1, ChartFrame.Bottom, ChartFrame.Top);
        var place = (ChartFrame.Right - ChartFrame.Left) / positions;
        var bar = place * 0.8 / groups.Count;
        var every = (positions + 24) / 25; // No more names than fit.
        ChartFrame.Write(
            markup, "Accuracy by position", Describe(groups), [.. groups.Select(group => group.Name)], (ChartFrame.Width, ChartFrame.Height),
            () =>
            {
                ChartFrame.Rows(markup, y, ShortNumber.Percent);
                ChartFrame.Below(markup, "position in the target");
                for (var position = 0; position < positions; position++)
                {
                    var left = ChartFrame.Left + (position * place) + (place * 0.1);
                    if (position % every == 0)
                    {
                        markup.Element("text", $"{position + 1}", ("x", left + (place * 0.4)), ("y", ChartFrame.Bottom + 18), ("text-anchor", "middle"));
                    }

                    for (var group = 0; group < groups.Count; group++)
                    {
                        if (position < groups[group].Shares.Count)
                        {
                            Draw(markup, groups[group], position, $"c{group % ChartFrame.Colours}", left + (group * bar), bar, y);
                        }
                    }
                }
            },
            new(
                ["position", .. groups.Select(group => group.Name)],
                [.. Enumerable.Range(0, positions).Select(position => (string[])
                    [$"{position + 1}", .. groups.Select(group => position < group.Shares.Count ? ShortNumber.Percent(group.Shares[position]) : "")])]));
    }

    private static void Draw(Markup markup, PositionAccuracy group, int position, string colour, double left, double width, ChartScale y)
    {
        var top = y.Place(Math.Clamp(group.Shares[position], 0, 1));
        markup.Element(
            "rect", () => markup.Element("title", $"{group.Name}, position {position + 1}: {ShortNumber.Percent(group.Shares[position])}"),
            ("class", $"bar {colour}"), ("x", left), ("y", top), ("width", Math.Max(width - 1, 0.5)), ("height", ChartFrame.Bottom - top));
    }

    private static string Describe(IEnumerable<PositionAccuracy> groups) => string.Join(" ", groups.Select(group =>
    {
        var (lowest, position) = group.Shares.Select((share, index) => (share, index + 1)).Min();
        return $"{group.Name}: {ShortNumber.Percent(group.Shares[0])} at the first position, lowest {ShortNumber.Percent(lowest)} at position {position}, "
            + $"{ShortNumber.Percent(group.Shares[^1])} at the last, {group.Shares.Count}.";
    }));
}
