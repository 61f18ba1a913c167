using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>The recurrent cell of a layer.</summary>
public enum CellKind
{
    /// <summary>Elman network with tanh: h′ = tanh(W x + b + R h + c). Elman 1990.</summary>
    [JsonStringEnumMemberName("elman-tanh")]
    ElmanTanh,

    /// <summary>Elman network with ReLU.</summary>
    [JsonStringEnumMemberName("elman-relu")]
    ElmanRelu,

    /// <summary>Elman network with SELU (Klambauer et al. 2017, arXiv:1706.02515).</summary>
    [JsonStringEnumMemberName("elman-selu")]
    ElmanSelu,

    /// <summary>Long short-term memory with forget gate, without peepholes. Gers et al. 2000.</summary>
    [JsonStringEnumMemberName("lstm")]
    Lstm,

    /// <summary>Gated recurrent unit with the reset gate after the recurrent product (ONNX <c>linear_before_reset = 1</c>). Cho et al. 2014, as in PyTorch.</summary>
    [JsonStringEnumMemberName("gru")]
    Gru,
}

/// <summary>The activation of an LSTM's or a GRU's candidate.</summary>
public enum CellActivation
{
    /// <summary>Hyperbolic tangent: the cell as published.</summary>
    [JsonStringEnumMemberName("tanh")]
    Tanh,

    /// <summary>max(0, x).</summary>
    [JsonStringEnumMemberName("relu")]
    Relu,

    /// <summary>λ x above 0, λ α (eˣ − 1) below; λ = 1.0507009873554805, α = 1.6732632423543772 (Klambauer et al. 2017, eq. 2).</summary>
    [JsonStringEnumMemberName("selu")]
    Selu,
}

/// <summary>What follows from the choice of a cell.</summary>
public static class CellKinds
{
    /// <summary>Rows of a weight matrix per hidden unit: 4 for LSTM (i f g o), 3 for GRU (r z n), 1 for Elman.</summary>
    /// <param name="cell">The cell.</param>
    public static int GateCount(this CellKind cell) => cell switch
    {
        CellKind.Lstm => 4,
        CellKind.Gru => 3,
        _ => 1,
    };

    /// <summary>Whether the cell carries a cell state c beside its hidden state h.</summary>
    /// <param name="cell">The cell.</param>
    public static bool HasCellState(this CellKind cell) => cell == CellKind.Lstm;
}
