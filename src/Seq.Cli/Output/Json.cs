using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Seq.Cli.Demonstration;
using Seq.Cli.Evaluation;
using Seq.Cli.Generation;
using Seq.Cli.Inspection;
using Seq.Cli.Labels;
using Seq.Cli.Parity;
using Seq.Cli.Scoring;
using Seq.Cli.Training;

namespace Seq.Cli.Output;

/// <summary>What <c>--json</c> prints: one object per line, snake case, UTF-8.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(GeneratedLine))]
[JsonSerializable(typeof(StreamedPiece))]
[JsonSerializable(typeof(ScoredLine))]
[JsonSerializable(typeof(TotalScore))]
[JsonSerializable(typeof(ClassifiedLine))]
[JsonSerializable(typeof(TaggedLine))]
[JsonSerializable(typeof(CheckpointSummary))]
[JsonSerializable(typeof(BundleSummary))]
[JsonSerializable(typeof(ExportSummary))]
[JsonSerializable(typeof(ParityReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(StartEvent))]
[JsonSerializable(typeof(ProgressEvent))]
[JsonSerializable(typeof(ValidationEvent))]
[JsonSerializable(typeof(EndEvent))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(ReportSummary))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>The context to use: text beyond ASCII stays readable.</summary>
    internal static Json Lines => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes one object as one line.</summary>
    internal static void WriteLine<T>(TextWriter output, T value, JsonTypeInfo<T> type) => output.WriteLine(JsonSerializer.Serialize(value, type));
}
