using System.Text.Json.Nodes;

namespace Seq.Train;

/// <summary>The run's <c>report.jsonl</c>: what the report shows beside curves, one object per line.</summary>
internal sealed class ReportLog : IDisposable
{
    internal const string KindKey = "record";
    private readonly JsonLines _lines;

    /// <param name="path">The file.</param>
    /// <param name="samples">Samples seen at the checkpoint that is resumed; lines after it are dropped.</param>
    internal ReportLog(string path, long samples)
    {
        _lines = new(path, samples);
    }

    public void Dispose() => _lines.Dispose();

    internal void Write(long samples, ReportSample sample) => Write(samples, "sample", new()
    {
        ["input"] = sample.Input,
        ["output"] = sample.Output,
        ["expected"] = sample.Expected,
    });

    internal void Write(long samples, AttentionMap map) => Write(samples, "attention", new()
    {
        ["title"] = map.Title,
        ["source"] = Texts(map.Source),
        ["target"] = Texts(map.Target),
        ["weights"] = new JsonArray([.. map.Weights.Select(row => new JsonArray([.. row.Select(weight => (JsonNode)Math.Round(weight, 4))]))]),
    });

    internal void Write(long samples, PositionAccuracy accuracy) => Write(samples, "position_accuracy", new()
    {
        ["name"] = accuracy.Name,
        ["shares"] = new JsonArray([.. accuracy.Shares.Select(share => (JsonNode)Math.Round(share, 6))]),
    });

    internal void Write(long samples, ReportConfusion confusion)
    {
        var (matrix, classes) = (confusion.Matrix, Enumerable.Range(0, confusion.Matrix.Labels.Count));
        Write(samples, "confusion", new()
        {
            ["title"] = confusion.Title,
            ["labels"] = Texts(matrix.Labels),
            ["counts"] = new JsonArray([.. classes.Select(expected => new JsonArray([.. classes.Select(found => (JsonNode)matrix[expected, found])]))]),
        });
    }

    internal void WriteEnvironment(long samples, IEnumerable<KeyValuePair<string, string>> values) => Write(samples, "environment", new()
    {
        ["values"] = new JsonObject(values.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
    });

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private void Write(long samples, string kind, JsonObject content)
    {
        content.Insert(0, "samples", samples);
        content.Insert(1, KindKey, kind);
        _lines.Write(content);
    }
}
