using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>An end of a row of tokens, in the words of Keras.</summary>
public enum RowSide
{
    /// <summary>The beginning.</summary>
    [JsonStringEnumMemberName("pre")]
    Pre,

    /// <summary>The end.</summary>
    [JsonStringEnumMemberName("post")]
    Post,
}
