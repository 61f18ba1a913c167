using System.Text.Json;
using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Train;

/// <content>Reads a report from what a training left behind.</content>
public sealed partial record RunReport
{
    private const string SettingsFile = "settings.json";

    /// <summary>Reads a run's folder: <c>metrics.jsonl</c>, <c>report.jsonl</c> and the settings in its checkpoint; whatever of it is there.</summary>
    /// <param name="folder">The folder; a training may be writing to it.</param>
    /// <exception cref="SeqException">The folder is no run's, or a file cannot be read.</exception>
    public static RunReport FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            return Read(Path.GetFullPath(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SeqException($"{folder}: the run cannot be read: {exception.Message}", exception);
        }
    }

    private static RunReport Read(string folder)
    {
        var metrics = MetricsLog.Read(Path.Combine(folder, TrainingRecord.MetricsFile));
        var records = ReportRecords.Read(Path.Combine(folder, TrainingRecord.ReportFile));
        if (metrics.Count == 0 && records.IsEmpty)
        {
            throw new SeqException(
                $"{folder}: there is nothing to report. A run's folder holds {TrainingRecord.MetricsFile} with a line for each validation; "
                + "give the folder that `seq train --out` named, after its first validation.");
        }

        var settings = ReadSettings(Path.Combine(folder, Trainer.CheckpointFolder, SettingsFile));
        var preset = settings.FirstOrDefault(pair => pair.Key == "preset").Value;
        return new()
        {
            Title = preset is null ? Path.GetFileName(folder) : $"{preset} ({Path.GetFileName(folder)})",
            Settings = settings,
            Environment = records.Environment,
            Series = MetricSeries.Of(metrics),
            PositionAccuracy = [.. MetricSeries.LastPositions(metrics), .. records.PositionAccuracy],
            Attention = records.Attention,
            Confusion = records.Confusion,
            Samples = records.Samples,
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> ReadSettings(string path)
    {
        if (!File.Exists(path))
        {
            return []; // Killed before the first checkpoint.
        }

        try
        {
            return [.. Leaves(JsonNode.Parse(File.ReadAllText(path)), "")];
        }
        catch (JsonException exception)
        {
            throw new SeqException($"{path}: the settings are no JSON: {exception.Message} Restore the checkpoint, or report without it by moving it away.", exception);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode? node, string name) => node switch
    {
        JsonObject inner => inner.SelectMany(child => Leaves(child.Value, name.Length == 0 ? child.Key : $"{name}.{child.Key}")),
        _ => [new(name, node?.ToString() ?? "null")],
    };
}
