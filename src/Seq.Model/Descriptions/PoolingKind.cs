using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>How a classifier makes one vector of the outputs of its layers.</summary>
public enum PoolingKind
{
    /// <summary>The top layer's last output of each direction: after the last token, and of the reversed direction after the first.</summary>
    [JsonStringEnumMemberName("last")]
    Last,

    /// <summary>The mean over the row's steps.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,

    /// <summary>The maximum over the row's steps, unit by unit.</summary>
    [JsonStringEnumMemberName("max")]
    Max,

    /// <summary>Σ α h with α = softmax over the row of vᵀ tanh(W h + b) (Yang et al. 2016, eq. 5 to 7).</summary>
    [JsonStringEnumMemberName("attention")]
    Attention,
}

/// <summary>What a classifier's output means.</summary>
public enum ClassifierOutput
{
    /// <summary>One of the classes: softmax.</summary>
    [JsonStringEnumMemberName("softmax")]
    Softmax,

    /// <summary>Each class by itself, yes or no: a sigmoid per class. One class is the usual form of two: no or yes.</summary>
    [JsonStringEnumMemberName("sigmoid")]
    Sigmoid,
}
