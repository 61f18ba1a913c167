using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seq.Train;

namespace Seq.Cli.Data;

/// <summary>What the data commands print with <c>--json</c>: snake case, text beyond ASCII as it is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DataSetLine))]
[JsonSerializable(typeof(DataFileLine))]
[JsonSerializable(typeof(DataPreview))]
internal sealed partial class DataJson : JsonSerializerContext
{
    internal static DataJson Lines => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
