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
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            CutBack(file, samples);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _writer = new(file) { AutoFlush = true, NewLine = "\n" };
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

    /// <summary>Cuts the file in place, so that a kill meanwhile loses no line that stays.</summary>
    private static void CutBack(FileStream file, long samples)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var kept = 0;
        while (kept < bytes.Length)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', kept);
            if (end < 0 || !(SamplesOf(bytes.AsSpan(kept, end - kept)) <= samples))
            {
                break;
            }

            kept = end + 1;
        }

        file.SetLength(kept);
        file.Position = kept;
    }

    private static long? SamplesOf(ReadOnlySpan<byte> line)
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
