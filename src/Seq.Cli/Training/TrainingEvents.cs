using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>First line of <c>seq train --json</c>.</summary>
/// <param name="Event"><c>start</c>.</param>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Settings">All settings by key, as <c>--set</c> takes them.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="ResumedAt">Samples seen before; null for a new run.</param>
internal sealed record StartEvent(
    string Event, string Preset, IReadOnlyDictionary<string, string> Settings, long Parameters, int Threads, long? ResumedAt);

/// <summary>About ten lines a second of <c>seq train --json</c>.</summary>
/// <param name="Event"><c>progress</c>.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="TotalSamples">Samples in all.</param>
/// <param name="Loss">Mean loss since the last validation, in nats per target step.</param>
/// <param name="SamplesPerSecond">Speed.</param>
/// <param name="SecondsLeft">Estimate for the rest.</param>
internal sealed record ProgressEvent(string Event, long Samples, long TotalSamples, double Loss, double SamplesPerSecond, double SecondsLeft);

/// <summary>A line for each validation.</summary>
/// <param name="Event"><c>validation</c>.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Loss">Mean cross-entropy on the validation set, in nats per target step.</param>
/// <param name="TeacherForced">Shares of right answers, each step fed with the reference.</param>
/// <param name="FreeRunning">Shares of right answers, each step fed with the model's own output.</param>
/// <param name="Checkpoint">The checkpoint written.</param>
internal sealed record ValidationEvent(string Event, long Samples, double Loss, Accuracy TeacherForced, Accuracy FreeRunning, string Checkpoint);

/// <summary>The last line.</summary>
/// <param name="Event"><c>end</c>.</param>
/// <param name="Outcome"><c>complete</c> or <c>stopped</c>.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Seconds">Time spent training, over all resumed parts.</param>
internal sealed record EndEvent(string Event, string Outcome, string Checkpoint, long Samples, double Seconds);
