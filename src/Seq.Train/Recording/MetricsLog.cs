using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Train;

/// <summary>The run's <c>metrics.jsonl</c>: one object per line, each with the samples seen so far.</summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly StreamWriter _writer;

    /// <param name="path">The file.</param>
    /// <param name="samples">Samples seen at the checkpoint that is resumed; lines after it, and a half-written one, are dropped.</param>
    internal MetricsLog(string path, long samples)
    {
        if (File.Exists(path))
        {
            var kept = path + ".new"; // Renamed over the old file, so that a kill loses no line.
            File.WriteAllLines(kept, [.. File.ReadLines(path).TakeWhile(line => SamplesOf(line) is { } seen && seen <= samples)]);
            File.Move(kept, path, overwrite: true);
        }

        _writer = new(path, append: true) { AutoFlush = true, NewLine = "\n" };
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Writes a line.</summary>
    /// <param name="samples">Samples seen.</param>
    /// <param name="byPosition">Share of right tokens at each target position, free running.</param>
    /// <param name="values">Further numbers by name.</param>
    internal void Write(long samples, IReadOnlyList<double> byPosition, params ReadOnlySpan<(string Name, double Value)> values)
    {
        var line = new JsonObject { ["samples"] = samples };
        foreach (var (name, value) in values)
        {
            line[name] = double.IsFinite(value) ? value : null;
        }

        line["free_running_accuracy_by_position"] = new JsonArray([.. byPosition.Select(share => (JsonNode)Math.Round(share, 6))]);
        _writer.WriteLine(line.ToJsonString());
    }

    private static long? SamplesOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["samples"]?.GetValue<long>();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
