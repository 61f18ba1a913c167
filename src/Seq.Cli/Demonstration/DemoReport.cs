using Seq.Cli.Evaluation;
using Seq.Cli.Generation;
using Seq.Cli.Parity;

namespace Seq.Cli.Demonstration;

/// <summary>The last line of <c>seq demo --json</c>.</summary>
/// <param name="Event"><c>demo</c>.</param>
/// <param name="Passed">Whether accuracy and parity are as promised.</param>
/// <param name="Accuracy">On fresh sequences, through ONNX Runtime.</param>
/// <param name="Parity">The comparison with TorchSharp.</param>
/// <param name="Examples">Decoded texts.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Bundle">The bundle.</param>
internal sealed record DemoReport(
    string Event, bool Passed, EvaluationReport Accuracy, ParityReport Parity, IReadOnlyList<GeneratedLine> Examples, string Checkpoint, string Bundle);
