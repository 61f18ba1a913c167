using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>How the last state of an encoder layer becomes the first state of that decoder layer.</summary>
public enum BridgeKind
{
    /// <summary>As it is; the sizes must be equal.</summary>
    [JsonStringEnumMemberName("copy")]
    Copy,

    /// <summary>h₀ = tanh(W [h; h⃖] + b), and c₀ = V [c; c⃖] + d without tanh, for a cell state is not bounded.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>The decoder starts from zeros; it learns of the source by attention or by the context fed at every step.</summary>
    [JsonStringEnumMemberName("zeros")]
    Zeros,
}
