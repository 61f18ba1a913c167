namespace Seq.Train;

/// <summary>Writes what a training measures to <c>metrics.jsonl</c>, to <c>report.jsonl</c> and to a TensorBoard event file.</summary>
internal sealed class TrainingRecord : IDisposable
{
    internal const string MetricsFile = "metrics.jsonl";
    internal const string ReportFile = "report.jsonl";
    private const string EventsFolder = "tensorboard";
    private readonly MetricsLog _metrics;
    private readonly ReportLog _report;
    private readonly EventFileWriter _events;

    /// <param name="folder">The run's folder.</param>
    /// <param name="samples">Samples seen at the checkpoint that the run goes on from; 0 for a new run.</param>
    /// <param name="time">The clock.</param>
    internal TrainingRecord(string folder, long samples, TimeProvider time)
    {
        _metrics = new(Path.Combine(folder, MetricsFile), samples);
        try
        {
            _report = new(Path.Combine(folder, ReportFile), samples);
            _events = new(Path.Combine(folder, EventsFolder), time);
        }
        catch
        {
            _metrics.Dispose();
            _report?.Dispose();
            throw;
        }

        if (samples > 0)
        {
            _events.Resumed(samples + 1);
        }
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _report.Dispose();
        _events.Dispose();
    }

    /// <summary>Writes named numbers; TensorBoard shows those of equal name and different split in one chart group, as <c>name/split</c>.</summary>
    /// <param name="samples">Samples seen.</param>
    /// <param name="split">What was measured on: <c>train</c>, <c>validation</c>, <c>test</c>.</param>
    /// <param name="values">The numbers by name.</param>
    internal void Write(long samples, string split, params ReadOnlySpan<(string Name, double Value)> values)
    {
        _metrics.Write(samples, split, values);
        foreach (var (name, value) in values)
        {
            _events.Scalar($"{name}/{split}", samples, value);
        }

        _events.Flush();
    }

    /// <summary>Writes a histogram of a tensor's numbers to TensorBoard.</summary>
    /// <param name="samples">Samples seen.</param>
    /// <param name="tag">Such as <c>weights/encoder.cell.weight_ih</c> or <c>gradients/…</c>.</param>
    /// <param name="values">The numbers; what is not finite is left out.</param>
    internal void Histogram(long samples, string tag, ReadOnlySpan<float> values) => _events.Histogram(tag, samples, values);

    /// <summary>Writes an example of what the model says; the report shows those of the last time.</summary>
    internal void Write(long samples, ReportSample sample)
    {
        _report.Write(samples, sample);
        var expected = sample.Expected is null ? "" : $"\n\n    expected: {Indented(sample.Expected)}";
        _events.Text("sample", samples, $"    {Indented(sample.Input)}\n\n    {Indented(sample.Output)}{expected}");
    }

    /// <summary>Writes an attention map; the report shows those of the last time.</summary>
    internal void Write(long samples, AttentionMap map) => _report.Write(samples, map);

    /// <summary>Writes a confusion matrix; the report shows the last of each title.</summary>
    internal void Write(long samples, ReportConfusion confusion) => _report.Write(samples, confusion);

    /// <summary>Writes accuracy by position; the report shows the last of each name.</summary>
    internal void Write(long samples, PositionAccuracy accuracy) => _report.Write(samples, accuracy);

    /// <summary>Writes what the training runs on, once per start.</summary>
    /// <param name="samples">Samples seen.</param>
    /// <param name="values">Threads, device, versions by name.</param>
    internal void WriteEnvironment(long samples, params IEnumerable<KeyValuePair<string, string>> values) => _report.WriteEnvironment(samples, values);

    /// <summary>Four spaces make Markdown show the line as it is, whatever marks it holds.</summary>
    private static string Indented(string text) => text.ReplaceLineEndings("\n    ");
}
