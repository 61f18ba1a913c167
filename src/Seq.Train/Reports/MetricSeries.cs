namespace Seq.Train;

/// <summary>Turns lines of metrics into curves.</summary>
internal static class MetricSeries
{
    private const string ByPosition = "_accuracy_by_position";
    private const string ValidationPrefix = "validation_";

    /// <summary>Measures of which several variants belong on one chart; the longer ending comes first.</summary>
    private static readonly string[] Families = ["error_rate", "accuracy", "loss"];

    /// <summary>One curve for each name and split, in the order in which they first occur.</summary>
    internal static IReadOnlyList<ReportSeries> Of(IReadOnlyList<MetricsLine> lines)
    {
        var points = new OrderedDictionary<(string Metric, string Name), List<ReportPoint>>();
        foreach (var line in lines)
        {
            foreach (var (name, value) in line.Values)
            {
                var key = Place(name, line.Split);
                if (!points.TryGetValue(key, out var curve))
                {
                    points.Add(key, curve = []);
                }

                curve.Add(new(line.Samples, value ?? double.NaN));
            }
        }

        return [.. points.Select(pair => new ReportSeries(pair.Key.Metric, pair.Key.Name, pair.Value))];
    }

    /// <summary>The last list of each accuracy by position.</summary>
    internal static IReadOnlyList<PositionAccuracy> LastPositions(IReadOnlyList<MetricsLine> lines)
    {
        var last = new OrderedDictionary<string, IReadOnlyList<double>>();
        foreach (var line in lines)
        {
            foreach (var (name, shares) in line.Lists)
            {
                if (name.EndsWith(ByPosition, StringComparison.Ordinal) && shares.Count > 0)
                {
                    var words = Words(name[..^ByPosition.Length]);
                    last[line.Split is null ? words : $"{line.Split}, {words}"] = shares;
                }
            }
        }

        return [.. last.Select(pair => new PositionAccuracy(pair.Key, pair.Value))];
    }

    /// <summary>The chart and the name of a curve: <c>validation_loss</c> is <c>validation</c> on <c>loss</c>.</summary>
    private static (string Metric, string Name) Place(string name, string? split)
    {
        if (split is null && name.StartsWith(ValidationPrefix, StringComparison.Ordinal))
        {
            (name, split) = (name[ValidationPrefix.Length..], "validation");
        }

        if (Families.FirstOrDefault(ending => name.EndsWith("_" + ending, StringComparison.Ordinal)) is not { } family)
        {
            return (Words(name), split ?? (Families.Contains(name) ? "train" : Words(name)));
        }

        var variant = Words(name[..^(family.Length + 1)]);
        return (Words(family), split is null ? variant : $"{split}, {variant}");
    }

    private static string Words(string name) => name.Replace('_', ' ');
}
