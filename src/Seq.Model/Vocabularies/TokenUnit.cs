using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>What a token of a text is.</summary>
public enum TokenUnit
{
    /// <summary>One Unicode scalar value.</summary>
    [JsonStringEnumMemberName("characters")]
    Characters,

    /// <summary>A word, cut and joined as <see cref="TokenRules.Split"/> says.</summary>
    [JsonStringEnumMemberName("words")]
    Words,

    /// <summary>A part of a word, made by merging pairs of symbols; the last part of a word ends with <see cref="MergeList.WordEnd"/>.</summary>
    /// <remarks>Sennrich, Haddow and Birch 2016, "Neural machine translation of rare words with subword units", section 3.2.</remarks>
    [JsonStringEnumMemberName("byte-pairs")]
    BytePairs,
}
