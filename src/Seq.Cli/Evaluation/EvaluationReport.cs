using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>How well a model does on fresh data of its task.</summary>
/// <param name="Type"><c>checkpoint</c> (through TorchSharp) or <c>bundle</c> (through ONNX Runtime).</param>
/// <param name="Path">The model's folder.</param>
/// <param name="Task">The task whose data it saw.</param>
/// <param name="Samples">Number of sequences.</param>
/// <param name="Seed">What they were drawn from.</param>
/// <param name="TeacherForced">Shares of right answers, each step fed with the reference.</param>
/// <param name="FreeRunning">Shares of right answers, each step fed with the model's own output.</param>
internal sealed record EvaluationReport(
    string Type, string Path, string Task, int Samples, ulong Seed, Accuracy TeacherForced, Accuracy FreeRunning);
