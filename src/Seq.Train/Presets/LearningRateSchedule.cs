using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>How the learning rate changes over a training.</summary>
public enum LearningRateSchedule
{
    /// <summary>Not at all.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Half a cosine, from the full rate at the start to zero at the last sample (Loshchilov and Hutter 2017, eq. 5, without restarts).</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,
}
