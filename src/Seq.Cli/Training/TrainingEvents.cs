using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>First line of <c>seq train --json</c>.</summary>
/// <param name="Event"><c>start</c>.</param>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Settings">All settings by key, as <c>--set</c> takes them.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="Device">Where the model is computed.</param>
/// <param name="TotalSamples">Samples in all.</param>
/// <param name="SampleName">What a sample is: samples, or tokens of a stream.</param>
/// <param name="ResumedAt">Samples seen before; null for a new run.</param>
/// <param name="Notices">What the settings led to that is easily overlooked, a sentence each.</param>
internal sealed record StartEvent(
    string Event, string Preset, IReadOnlyDictionary<string, string> Settings, long Parameters, int Threads, string Device, long TotalSamples, string SampleName,
    long? ResumedAt, IReadOnlyList<string> Notices);

/// <summary>About ten lines a second of <c>seq train --json</c>.</summary>
/// <param name="Event"><c>progress</c>.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="TotalSamples">Samples in all.</param>
/// <param name="Loss">Mean loss since the last validation, in nats per target step.</param>
/// <param name="SamplesPerSecond">Speed.</param>
/// <param name="TokensPerSecond">Speed in tokens, padding left out.</param>
/// <param name="PaddingShare">Share of what was computed that was padding.</param>
/// <param name="SecondsLeft">Estimate for the rest.</param>
internal sealed record ProgressEvent(
    string Event, long Samples, long TotalSamples, double Loss, double SamplesPerSecond, double TokensPerSecond, double PaddingShare, double SecondsLeft);

/// <summary>A line for each validation.</summary>
/// <param name="Event"><c>validation</c>.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Loss">Mean cross-entropy on the validation set, in nats per target step.</param>
/// <param name="Metrics">The metrics by name.</param>
/// <param name="IsBest">Whether no model before was better, so that this one was kept in <c>best</c>.</param>
/// <param name="TeacherForced">Shares of right answers, each step fed with the reference; null but for encoder-decoders.</param>
/// <param name="FreeRunning">Shares of right answers, each step fed with the model's own output; null but for encoder-decoders.</param>
/// <param name="Checkpoint">The checkpoint written.</param>
internal sealed record ValidationEvent(
    string Event, long Samples, double Loss, IReadOnlyDictionary<string, double> Metrics, bool IsBest, Accuracy? TeacherForced, Accuracy? FreeRunning, string Checkpoint);

/// <summary>The last line.</summary>
/// <param name="Event"><c>end</c>.</param>
/// <param name="Outcome"><c>complete</c> or <c>stopped</c>.</param>
/// <param name="Checkpoint">The last checkpoint.</param>
/// <param name="Best">The best checkpoint; null before the first validation.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Seconds">Time spent training, over all resumed parts.</param>
internal sealed record EndEvent(string Event, string Outcome, string Checkpoint, string? Best, long Samples, double Seconds);
