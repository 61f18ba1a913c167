using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>What the first value of a weight is drawn from.</summary>
public enum WeightInitialiser
{
    /// <summary>As PyTorch does: recurrent layers uniform in ±1/√hidden, linear ones in ±1/√input, embeddings normal with deviation 1.</summary>
    [JsonStringEnumMemberName("pytorch")]
    PyTorch,

    /// <summary>Uniform in ±scale.</summary>
    [JsonStringEnumMemberName("uniform")]
    Uniform,

    /// <summary>Normal with mean 0 and deviation scale.</summary>
    [JsonStringEnumMemberName("normal")]
    Normal,

    /// <summary>Uniform in ±√(6 / (rows + columns)), gate by gate (Glorot and Bengio 2010, eq. 16); for weights with two dimensions.</summary>
    [JsonStringEnumMemberName("xavier-uniform")]
    XavierUniform,

    /// <summary>Normal with deviation √(2 / (rows + columns)), gate by gate (Glorot and Bengio 2010).</summary>
    [JsonStringEnumMemberName("xavier-normal")]
    XavierNormal,

    /// <summary>A random orthogonal matrix, gate by gate (Saxe et al. 2014, arXiv:1312.6120): a state neither grows nor shrinks by it.</summary>
    [JsonStringEnumMemberName("orthogonal")]
    Orthogonal,

    /// <summary>Zeros.</summary>
    [JsonStringEnumMemberName("zeros")]
    Zeros,
}
