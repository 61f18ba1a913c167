using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>What a model learns to do; in words, the kinds of <see cref="Seq.Model.ModelDescription"/>.</summary>
public enum TaskKind
{
    /// <summary>To go on with a text.</summary>
    [JsonStringEnumMemberName("language-model")]
    LanguageModel,

    /// <summary>To write a target for a source.</summary>
    [JsonStringEnumMemberName("encoder-decoder")]
    EncoderDecoder,

    /// <summary>To give a text one of several labels.</summary>
    [JsonStringEnumMemberName("classifier")]
    Classifier,

    /// <summary>To give each word of a sentence a tag.</summary>
    [JsonStringEnumMemberName("tagger")]
    Tagger,
}
