using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>The rule by which a gradient changes a weight.</summary>
public enum OptimizerKind
{
    /// <summary>θ ← θ − η g, with momentum if wanted (Sutskever et al. 2013).</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,

    /// <summary>Steps in units of the recent size of the gradient (Tieleman and Hinton 2012).</summary>
    [JsonStringEnumMemberName("rmsprop")]
    RmsProp,

    /// <summary>Adam (Kingma and Ba 2015, arXiv:1412.6980); weight decay is added to the gradient.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101).</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Steps in units of the root of all squared gradients so far (Duchi et al. 2011).</summary>
    [JsonStringEnumMemberName("adagrad")]
    Adagrad,

    /// <summary>Steps in units that need no rate; η scales them (Zeiler 2012, arXiv:1212.5701).</summary>
    [JsonStringEnumMemberName("adadelta")]
    Adadelta,
}
