namespace Seq.Model;

/// <summary>The names of the tensors of one recurrent layer in one direction, as PyTorch's LSTM, GRU and RNN modules name them.</summary>
public readonly record struct RecurrentLayerNames
{
    private readonly string _prefix;
    private readonly string _suffix;

    /// <summary>Names the tensors of a layer.</summary>
    /// <param name="prefix">Name of the module, for example <c>encoder</c>.</param>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="reverse">Whether the direction is the reversed one.</param>
    public RecurrentLayerNames(string prefix, int layer, bool reverse)
    {
        _prefix = prefix;
        _suffix = $"_l{layer}{(reverse ? "_reverse" : "")}";
    }

    /// <summary>[gates · hidden, input]; gates in PyTorch's order (LSTM i f g o, GRU r z n).</summary>
    public string InputWeight => $"{_prefix}.weight_ih{_suffix}";

    /// <summary>[gates · hidden, hidden].</summary>
    public string RecurrentWeight => $"{_prefix}.weight_hh{_suffix}";

    /// <summary>[gates · hidden].</summary>
    public string InputBias => $"{_prefix}.bias_ih{_suffix}";

    /// <summary>[gates · hidden]; kept apart from the input bias, for the GRU's reset gate multiplies it.</summary>
    public string RecurrentBias => $"{_prefix}.bias_hh{_suffix}";

    /// <summary>[projection, hidden]; without bias.</summary>
    public string Projection => $"{_prefix}.weight_hr{_suffix}";

    /// <summary>Gain of the layer norm of W x, [gates · hidden].</summary>
    public string InputNormWeight => $"{_prefix}.norm_ih{_suffix}.weight";

    /// <summary>Bias of the layer norm of W x, [gates · hidden].</summary>
    public string InputNormBias => $"{_prefix}.norm_ih{_suffix}.bias";

    /// <summary>Gain of the layer norm of R h, [gates · hidden].</summary>
    public string RecurrentNormWeight => $"{_prefix}.norm_hh{_suffix}.weight";

    /// <summary>Bias of the layer norm of R h, [gates · hidden].</summary>
    public string RecurrentNormBias => $"{_prefix}.norm_hh{_suffix}.bias";

    /// <summary>Gain of the layer norm of the cell state, [hidden].</summary>
    public string CellNormWeight => $"{_prefix}.norm_c{_suffix}.weight";

    /// <summary>Bias of the layer norm of the cell state, [hidden].</summary>
    public string CellNormBias => $"{_prefix}.norm_c{_suffix}.bias";
}
