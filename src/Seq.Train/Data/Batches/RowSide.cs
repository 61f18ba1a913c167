using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>An end of a row, in the words of Keras.</summary>
public enum RowSide
{
    /// <summary>The beginning.</summary>
    [JsonStringEnumMemberName("pre")]
    Pre,

    /// <summary>The end.</summary>
    [JsonStringEnumMemberName("post")]
    Post,
}
