using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>How the learning rate changes over a training, after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Not at all.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Half a cosine, from the full rate at the start to <c>floor</c> at the end (Loshchilov and Hutter 2017, eq. 5, without restarts).</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,

    /// <summary>A straight line from the full rate to <c>floor</c> at the end.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>√(warm-up / step), and so the full rate at the end of the warm-up (Vaswani et al. 2017, eq. 3).</summary>
    [JsonStringEnumMemberName("inverse-sqrt")]
    InverseSqrt,

    /// <summary>Times <c>factor</c> after every <c>epochs</c> epochs.</summary>
    [JsonStringEnumMemberName("step")]
    Step,

    /// <summary>Constant for <c>epochs</c> epochs, then times <c>factor</c> at the start of each further one (Zaremba et al. 2014, §4.1).</summary>
    [JsonStringEnumMemberName("zaremba")]
    Zaremba,

    /// <summary>Times <c>factor</c> when the validation metric has not become better for more than <c>patience</c> validations.</summary>
    [JsonStringEnumMemberName("plateau")]
    Plateau,
}
