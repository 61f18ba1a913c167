using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>What data is for.</summary>
public enum DataTask
{
    /// <summary>A text whose next token is predicted.</summary>
    [JsonStringEnumMemberName("lm")]
    Language,

    /// <summary>Texts with a label each.</summary>
    [JsonStringEnumMemberName("classify")]
    Classification,

    /// <summary>Texts and what they become.</summary>
    [JsonStringEnumMemberName("seq2seq")]
    Pairs,

    /// <summary>Words with a tag each.</summary>
    [JsonStringEnumMemberName("tag")]
    Tagging,
}
