namespace Seq.Train;

/// <summary>The run's <c>metrics.jsonl</c>: one object per line, each with the samples seen so far.</summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly JsonLines _lines;

    /// <param name="path">The file.</param>
    /// <param name="samples">Samples seen at the checkpoint that is resumed; lines after it, and a half-written one, are dropped.</param>
    internal MetricsLog(string path, long samples)
    {
        _lines = new(path, samples);
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>Reads a file; lines of any version of this one are understood.</summary>
    internal static IReadOnlyList<MetricsLine> Read(string path) => [.. JsonLines.Read(path).Select(MetricsLine.Of).OfType<MetricsLine>()];

    /// <summary>Writes a line of numbers.</summary>
    /// <param name="samples">Samples seen.</param>
    /// <param name="split">What was measured on: <c>train</c>, <c>validation</c>, <c>test</c>.</param>
    /// <param name="values">The numbers by name, such as <c>perplexity</c>; what is not finite becomes null.</param>
    internal void Write(long samples, string split, params ReadOnlySpan<(string Name, double Value)> values) =>
        Write(new MetricsLine(samples, split, Nullable(values), []));

    /// <summary>Writes a line of numbers whose names say what was measured on.</summary>
    /// <param name="samples">Samples seen.</param>
    /// <param name="byPosition">Share of right tokens at each target position, free running.</param>
    /// <param name="values">Further numbers by name.</param>
    internal void Write(long samples, IReadOnlyList<double> byPosition, params ReadOnlySpan<(string Name, double Value)> values) =>
        Write(new MetricsLine(samples, null, Nullable(values), [("free_running_accuracy_by_position", byPosition)]));

    /// <summary>Writes a line.</summary>
    internal void Write(MetricsLine line) => _lines.Write(line.ToJson());

    private static (string, double?)[] Nullable(ReadOnlySpan<(string Name, double Value)> values)
    {
        var nullable = new (string, double?)[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            nullable[index] = values[index];
        }

        return nullable;
    }
}
