using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>How the records of this assembly are written as JSON: snake case, no unknown or doubled members, the same bytes everywhere.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(EnumWordConverter<CellKind>), typeof(EnumWordConverter<BridgeKind>), typeof(EnumWordConverter<AttentionScore>),
        typeof(EnumWordConverter<AttentionPlacement>), typeof(EnumWordConverter<CellActivation>), typeof(EnumWordConverter<PoolingKind>),
        typeof(EnumWordConverter<ClassifierOutput>), typeof(EnumWordConverter<TokenUnit>), typeof(EnumWordConverter<WordSplit>), typeof(EnumWordConverter<RowSide>), typeof(EnumWordConverter<GraphType>),
    ],
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(VocabularyContent))]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(BundleManifest))]
internal sealed partial class ModelJson : JsonSerializerContext;
