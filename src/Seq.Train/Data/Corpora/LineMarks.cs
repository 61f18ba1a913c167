using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>What stands between the lines of a text in the stream of a language model.</summary>
public enum LineMarks
{
    /// <summary>Nothing: the lines are one text. Line ends within a text are characters of it. The start token, if there is one, begins the stream.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The end token behind each line, blank ones too.</summary>
    [JsonStringEnumMemberName("end")]
    End,

    /// <summary>The start token before each line, and once behind the last.</summary>
    [JsonStringEnumMemberName("start")]
    Start,
}
