using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>How well a model does.</summary>
/// <param name="Type"><c>checkpoint</c> (through TorchSharp) or <c>bundle</c> (through ONNX Runtime).</param>
/// <param name="Path">The model's folder.</param>
/// <param name="Task">The task or the data whose samples it saw.</param>
/// <param name="Part">The part of the data: <c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Samples">Examples; of a stream, predicted tokens.</param>
/// <param name="Seed">What generated data was drawn from; null for other data.</param>
/// <param name="Metrics">The metrics by name.</param>
/// <param name="TeacherForced">Shares of right answers, each step fed with the reference; null but for encoder-decoders.</param>
/// <param name="FreeRunning">Shares of right answers, each step fed with the model's own output; null but for encoder-decoders.</param>
/// <param name="Notes">How metrics were computed, where that needs to be said.</param>
internal sealed record EvaluationReport(
    string Type, string Path, string Task, string Part, long Samples, ulong? Seed, IReadOnlyDictionary<string, double> Metrics, Accuracy? TeacherForced, Accuracy? FreeRunning,
    IReadOnlyList<string> Notes);
