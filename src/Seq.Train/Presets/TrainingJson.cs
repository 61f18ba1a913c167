using System.Text.Json.Serialization;
using Seq.Model;

namespace Seq.Train;

/// <summary>How settings and states of a training are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(WordConverter<TaskKind>), typeof(WordConverter<CellKind>), typeof(WordConverter<CellActivation>), typeof(WordConverter<AttentionScore>),
        typeof(WordConverter<AttentionPlacement>), typeof(WordConverter<BridgeKind>), typeof(WordConverter<PoolingKind>), typeof(WordConverter<ClassifierOutput>),
        typeof(WordConverter<TokenUnit>), typeof(WordConverter<WordSplit>), typeof(WordConverter<BrownProtocol>), typeof(WordConverter<RowSide>), typeof(WordConverter<LineMarks>),
        typeof(WordConverter<WeightInitialiser>), typeof(WordConverter<LossKind>), typeof(WordConverter<LossAverage>), typeof(WordConverter<OptimizerKind>), typeof(WordConverter<ScheduleKind>), typeof(WordConverter<AverageKind>),
    ],
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(TrainingSettings))]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingJson : JsonSerializerContext;

/// <summary>Enums are words; a number in their place is an error.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
