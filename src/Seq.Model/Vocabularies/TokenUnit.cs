using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>What a token of a text is.</summary>
public enum TokenUnit
{
    /// <summary>One Unicode scalar value.</summary>
    [JsonStringEnumMemberName("characters")]
    Characters,

    /// <summary>A run without white space; decoded words are joined by single spaces.</summary>
    [JsonStringEnumMemberName("words")]
    Words,
}
