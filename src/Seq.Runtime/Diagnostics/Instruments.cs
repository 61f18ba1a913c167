using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Seq.Runtime;

/// <summary>The instruments of all models; docs/runtime.md explains them.</summary>
internal static class Instruments
{
    internal const string ModelTag = "seq.model";
    internal const string OperationTag = "seq.operation";
    internal const string ErrorTag = "error.type";
    internal const string CancelledTag = "seq.cancelled";

    private static readonly string? Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Meter = new(SeqDiagnostics.MeterName, Version);

    internal static readonly ActivitySource Activities = new(SeqDiagnostics.ActivitySourceName, Version);

    internal static readonly Counter<long> Tokens =
        Meter.CreateCounter<long>("seq.tokens", "{token}", "Tokens generated, scored or labelled; end tokens count.");

    internal static readonly Counter<long> Sequences = Meter.CreateCounter<long>("seq.sequences", "{sequence}", "Inputs that calls have finished.");

    internal static readonly Counter<long> DeadEnds =
        Meter.CreateCounter<long>("seq.dead_ends", "{sequence}", "Inputs that have no result, because rules or the model left no token possible.");

    internal static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("seq.call.duration", "s", "Time of a call, waiting for its turn included.");

    internal static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>("seq.calls.active", "{call}", "Calls at work.");

    internal static readonly UpDownCounter<long> Waiting =
        Meter.CreateUpDownCounter<long>("seq.calls.waiting", "{call}", "Calls that wait for their turn (SeqModelOptions.MaxConcurrentCalls).");

    internal static readonly Counter<long> Errors =
        Meter.CreateCounter<long>("seq.errors", "{call}", "Calls that failed, by the type of the exception; cancelled ones are no errors.");

    internal static readonly Counter<long> Cancelled =
        Meter.CreateCounter<long>("seq.calls.cancelled", "{call}", "Calls that ended because their caller cancelled them, and streams that their reader left.");
}
