using System.Text.Json.Serialization;
using Seq.Model;

namespace Seq.Train;

/// <summary>How settings and states of a training are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    Converters = [typeof(WordConverter<CellKind>), typeof(WordConverter<AttentionScore>), typeof(WordConverter<LearningRateSchedule>)],
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(TrainingSettings))]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingJson : JsonSerializerContext;

/// <summary>Enums are words; a number in their place is an error.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
