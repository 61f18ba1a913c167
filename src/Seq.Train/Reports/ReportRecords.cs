using System.Text.Json.Nodes;

namespace Seq.Train;

/// <summary>What <c>report.jsonl</c> says last: the newest examples and attention maps, the last matrix of each title.</summary>
internal sealed class ReportRecords
{
    private readonly OrderedDictionary<string, string> _environment = [];
    private readonly OrderedDictionary<string, PositionAccuracy> _positions = [];
    private readonly OrderedDictionary<string, ReportConfusion> _confusion = [];
    private readonly List<ReportSample> _samples = [];
    private readonly List<AttentionMap> _attention = [];
    private double _samplesAt;
    private double _attentionAt;

    private ReportRecords()
    {
    }

    internal bool IsEmpty => (_environment.Count, _positions.Count, _confusion.Count, _samples.Count, _attention.Count) == (0, 0, 0, 0, 0);

    internal IReadOnlyList<KeyValuePair<string, string>> Environment => [.. _environment];

    internal IReadOnlyList<PositionAccuracy> PositionAccuracy => [.. _positions.Values];

    internal IReadOnlyList<ReportConfusion> Confusion => [.. _confusion.Values];

    internal IReadOnlyList<ReportSample> Samples => _samples;

    internal IReadOnlyList<AttentionMap> Attention => _attention;

    /// <summary>Reads the file; a record of a kind or a form that is not known is passed over.</summary>
    internal static ReportRecords Read(string path)
    {
        var records = new ReportRecords();
        foreach (var line in JsonLines.Read(path))
        {
            try
            {
                records.Add(line);
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException)
            {
                // Written by another version, or by hand; the rest of the report does not depend on it.
            }
        }

        return records;
    }

    private void Add(JsonObject line)
    {
        var at = Require(line, "samples").GetValue<double>();
        switch (Text(line, ReportLog.KindKey))
        {
            case "sample":
                Newest(_samples, ref _samplesAt, at, new(Text(line, "input"), Text(line, "output"), line["expected"]?.GetValue<string>()));
                break;
            case "attention":
                var map = new AttentionMap(Text(line, "title"), Texts(line, "source"), Texts(line, "target"), Rows(line, "weights"));
                Newest(_attention, ref _attentionAt, at, map);
                break;
            case "position_accuracy":
                _positions[Text(line, "name")] = new(Text(line, "name"), Numbers(Require(line, "shares")));
                break;
            case "confusion":
                _confusion[Text(line, "title")] = new(Text(line, "title"), Matrix(line));
                break;
            case "environment":
                foreach (var (name, value) in Require(line, "values").AsObject())
                {
                    _environment[name] = value?.ToString() ?? "";
                }

                break;
            default:
                break;
        }
    }

    private static void Newest<T>(List<T> items, ref double newest, double at, T item)
    {
        if (at > newest)
        {
            items.Clear();
            newest = at;
        }

        items.Add(item);
    }

    private static ConfusionMatrix Matrix(JsonObject line)
    {
        var matrix = new ConfusionMatrix(Texts(line, "labels"));
        var counts = Rows(line, "counts");
        for (var expected = 0; expected < counts.Count; expected++)
        {
            for (var found = 0; found < counts[expected].Count; found++)
            {
                matrix.Add(expected, found, (long)counts[expected][found]);
            }
        }

        return matrix;
    }

    private static JsonNode Require(JsonObject line, string key) => line[key] ?? throw new FormatException($"There is no '{key}'.");

    private static string Text(JsonObject line, string key) => Require(line, key).GetValue<string>();

    private static IReadOnlyList<string> Texts(JsonObject line, string key) => [.. Require(line, key).AsArray().Select(Value<string>)];

    private static IReadOnlyList<IReadOnlyList<double>> Rows(JsonObject line, string key) => [.. Require(line, key).AsArray().Select(Numbers)];

    private static IReadOnlyList<double> Numbers(JsonNode? list) => [.. Given(list).AsArray().Select(Value<double>)];

    private static T Value<T>(JsonNode? item) => Given(item).GetValue<T>();

    private static JsonNode Given(JsonNode? item) => item ?? throw new FormatException("An item of a list is null.");
}
