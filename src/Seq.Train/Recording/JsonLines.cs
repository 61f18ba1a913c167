using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Train;

/// <summary>A file with one object per line, each of which says by <c>samples</c> when it was written.</summary>
internal sealed class JsonLines : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StreamWriter _writer;

    /// <param name="path">The file.</param>
    /// <param name="samples">Samples seen at the checkpoint that is resumed; lines after it, and a half-written one, are dropped.</param>
    internal JsonLines(string path, long samples)
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

    /// <summary>Reads the whole lines of a file; one that is no object, such as a line half-written at a kill, ends it.</summary>
    /// <param name="path">The file; a missing one has no lines.</param>
    internal static IEnumerable<JsonObject> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite); // A training may be writing.
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line && Parse(line) is { } record)
        {
            yield return record;
        }
    }

    internal void Write(JsonObject line) => _writer.WriteLine(line.ToJsonString(Readable));

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

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
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
