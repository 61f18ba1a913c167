namespace Seq.Model;

/// <summary>The names of the four tensors of one recurrent layer in one direction, as PyTorch's LSTM, GRU and RNN modules name them.</summary>
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
}
