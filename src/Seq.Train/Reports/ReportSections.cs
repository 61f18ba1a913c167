namespace Seq.Train;

/// <summary>The sections of a report; one without content is left out.</summary>
internal static class ReportSections
{
    internal static void Write(Markup markup, RunReport report)
    {
        Section(markup, "Results", report.Series, () => Results(report.Series).Write(markup), cards: false);
        Section(markup, "Curves", report.Series, () =>
        {
            foreach (var chart in report.Series.GroupBy(curve => curve.Metric))
            {
                LineChart.Write(markup, chart.Key, [.. chart]);
            }
        });
        PositionAccuracy[] positions = [.. report.PositionAccuracy.Where(group => group.Shares.Count > 0)];
        Section(markup, "Positions", positions, () => BarChart.Write(markup, positions));
        Section(markup, "Confusion", report.Confusion, () =>
        {
            foreach (var confusion in report.Confusion)
            {
                ConfusionSection.Write(markup, confusion);
            }
        });
        Section(markup, "Attention", report.Attention, () =>
        {
            foreach (var map in report.Attention)
            {
                Map(map).Write(markup);
            }
        });
        Section(markup, "Samples", report.Samples, () =>
        {
            foreach (var sample in report.Samples)
            {
                markup.Element("dl", () => WriteSample(markup, sample), ("class", "sample"));
            }
        }, cards: false);
        Section(markup, "Environment", report.Environment, () => Pairs(report.Environment).Write(markup), cards: false);
        Section(markup, "Settings", report.Settings, () => Pairs(report.Settings).Write(markup), cards: false);
    }

    private static void Section<T>(Markup markup, string heading, IReadOnlyList<T> content, Action write, bool cards = true)
    {
        if (content.Count == 0)
        {
            return;
        }

        markup.Element("section", () =>
        {
            markup.Element("h2", heading);
            if (cards)
            {
                markup.Element("div", write, ("class", "cards"));
            }
            else
            {
                write();
            }
        });
    }

    private static ReportTable Results(IReadOnlyList<ReportSeries> series) => new(
        ["metric", "last", "lowest", "at samples", "highest", "at samples"],
        [.. series.Where(curve => curve.Points.Any(point => double.IsFinite(point.Value))).Select(curve =>
        {
            ReportPoint[] points = [.. curve.Points.Where(point => double.IsFinite(point.Value))];
            var (lowest, highest) = (points.MinBy(point => point.Value), points.MaxBy(point => point.Value));
            return (string[])
            [
                curve.Metric == curve.Name ? curve.Metric : $"{curve.Metric}, {curve.Name}",
                ShortNumber.Of(curve.Points[^1].Value),
                ShortNumber.Of(lowest.Value), $"{lowest.Samples:N0}",
                ShortNumber.Of(highest.Value), $"{highest.Samples:N0}",
            ];
        })]);

    private static HeatMap Map(AttentionMap map) => new(
        map.Title,
        $"Attention weights of {map.Target.Count} outputs over {map.Source.Count} inputs; most of each: "
        + string.Join(", ", map.Target.Select((token, row) => map.Source.Count == 0 ? token : $"{token} on {map.Source[IndexOfMost(map.Weights[row])]}")) + ".",
        map.Source, map.Target, (row, column) => map.Weights[row][column], (row, column) => ShortNumber.Percent(map.Weights[row][column]))
    {
        Axes = ("source", "target"),
    };

    private static int IndexOfMost(IReadOnlyList<double> weights) => Enumerable.Range(0, weights.Count).MaxBy(index => weights[index]);

    private static ReportTable Pairs(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        new(["name", "value"], [.. pairs.Select(pair => (string[])[pair.Key, pair.Value])]) { Numbers = false };

    private static void WriteSample(Markup markup, ReportSample sample)
    {
        markup.Element("dt", "input");
        markup.Element("dd", sample.Input);
        markup.Element("dt", "output");
        markup.Element("dd", sample.Output);
        if (sample.Expected is null)
        {
            return;
        }

        var right = sample.Expected == sample.Output;
        markup.Element("dt", "expected");
        markup.Element("dd", () =>
        {
            markup.Text(sample.Expected);
            markup.Element("span", right ? "  ✓ right" : "  ✗ different", ("class", right ? "good" : "bad"));
        });
    }
}
