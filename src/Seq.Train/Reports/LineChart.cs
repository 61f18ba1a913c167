namespace Seq.Train;

/// <summary>The curves of one metric over the samples seen.</summary>
internal static class LineChart
{
    private const int MostPoints = 1000; // More than there are dots across the image.
    private const int MostMarks = 60;

    internal static void Write(Markup markup, string metric, IReadOnlyList<ReportSeries> curves)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Value).Where(double.IsFinite)];
        var samples = curves.SelectMany(curve => curve.Points).Select(point => point.Samples).DefaultIfEmpty().ToArray();
        var x = ChartScale.Spanning(Math.Min(0, samples.Min()), samples.Max(), ChartFrame.Left, ChartFrame.Right);
        var y = ChartScale.Fitting(values, ChartFrame.Bottom, ChartFrame.Top);
        ChartFrame.Write(
            markup, metric, Describe(curves, y.IsLogarithmic), [.. curves.Select(curve => curve.Name)], (ChartFrame.Width, ChartFrame.Height),
            () =>
            {
                ChartFrame.Rows(markup, y, ShortNumber.OfTick);
                foreach (var tick in x.Ticks)
                {
                    markup.Element("text", ShortNumber.OfTick(tick), ("x", x.Place(tick)), ("y", ChartFrame.Bottom + 18), ("text-anchor", "middle"));
                }

                ChartFrame.Below(markup, y.IsLogarithmic ? "samples (vertical axis logarithmic)" : "samples");
                for (var index = 0; index < curves.Count; index++)
                {
                    Draw(markup, curves[index], $"c{index % ChartFrame.Colours}", x, y);
                }
            },
            Table(curves));
    }

    private static void Draw(Markup markup, ReportSeries curve, string colour, ChartScale x, ChartScale y)
    {
        var every = (curve.Points.Count + MostPoints - 1) / MostPoints;
        ReportPoint[] points = [.. curve.Points.Where((_, index) => every <= 1 || index % every == 0 || index == curve.Points.Count - 1)];
        foreach (var run in Runs(points))
        {
            var path = string.Join(' ', run.Select((point, index) => $"{(index == 0 ? 'M' : 'L')}{Markup.Number(x.Place(point.Samples))} {Markup.Number(y.Place(point.Value))}"));
            markup.Element("path", "", ("class", $"curve {colour}"), ("d", path));
        }

        ReportPoint[] marked = [.. points.Where(point => double.IsFinite(point.Value))];
        foreach (var point in marked.Length <= MostMarks ? marked : marked[^1..])
        {
            markup.Element(
                "circle", () => markup.Element("title", $"{curve.Name}: {ShortNumber.Of(point.Value)} at {point.Samples:N0} samples"),
                ("class", $"mark {colour}"), ("cx", x.Place(point.Samples)), ("cy", y.Place(point.Value)), ("r", 2.5));
        }
    }

    /// <summary>The parts of a curve between gaps.</summary>
    private static IEnumerable<List<ReportPoint>> Runs(IEnumerable<ReportPoint> points)
    {
        var run = new List<ReportPoint>();
        foreach (var point in points)
        {
            if (double.IsFinite(point.Value))
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static string Describe(IReadOnlyList<ReportSeries> curves, bool logarithmic)
    {
        var ends = curves.Where(curve => curve.Points.Count > 0)
            .Select(curve => $"{curve.Name} from {ShortNumber.Of(curve.Points[0].Value)} to {ShortNumber.Of(curve.Points[^1].Value)}");
        return $"Over the samples seen{(logarithmic ? ", on a logarithmic axis" : "")}: {string.Join("; ", ends)}.";
    }

    private static ReportTable Table(IReadOnlyList<ReportSeries> curves)
    {
        var columns = curves.Select(curve => curve.Points.GroupBy(point => point.Samples).ToDictionary(group => group.Key, group => group.Last().Value)).ToArray();
        var rows = columns.SelectMany(column => column.Keys).Distinct().Order();
        return new(
            ["samples", .. curves.Select(curve => curve.Name)],
            [.. rows.Select(row => (string[])[$"{row:N0}", .. columns.Select(column => column.TryGetValue(row, out var value) ? ShortNumber.Of(value) : "")])]);
    }
}
