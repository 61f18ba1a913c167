using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Seq.Runtime.Tests;

/// <summary>Takes down what is measured of one model.</summary>
internal sealed class Listener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentBag<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measurements = [];

    internal Listener(string model)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SeqDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags, model));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags, model));
        _listener.Start();
    }

    internal double Sum(string instrument, string operation) => Of(instrument, operation).Sum(measurement => measurement.Value);

    internal int Count(string instrument, string operation) => Of(instrument, operation).Count();

    internal object? Tag(string instrument, string tag) => _measurements.Single(measurement => measurement.Instrument == instrument).Tags[tag];

    public void Dispose() => _listener.Dispose();

    private IEnumerable<(string Instrument, double Value, Dictionary<string, object?> Tags)> Of(string instrument, string operation) =>
        _measurements.Where(measurement => measurement.Instrument == instrument && Equals(measurement.Tags["seq.operation"], operation));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string model)
    {
        var all = new Dictionary<string, object?>(tags.ToArray());
        if (Equals(all["seq.model"], model))
        {
            _measurements.Add((instrument.Name, value, all));
        }
    }
}
