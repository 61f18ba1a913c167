using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A layer that one call of libtorch runs over all times.</summary>
internal abstract class FusedLayer : RecurrentLayer
{
    private protected FusedLayer(string name, bool hasCellState)
        : base(name, hasCellState)
    {
    }

    internal override IEnumerable<(string Name, Parameter Value)> Named(RecurrentLayerNames names)
    {
        var values = named_parameters().ToDictionary(pair => pair.name.Split('.')[^1], pair => pair.parameter);
        yield return (names.InputWeight, values["weight_ih_l0"]);
        yield return (names.RecurrentWeight, values["weight_hh_l0"]);
        yield return (names.InputBias, values["bias_ih_l0"]);
        yield return (names.RecurrentBias, values["bias_hh_l0"]);
    }
}

internal sealed class LstmLayer : FusedLayer
{
    private readonly LSTM _cell;

    internal LstmLayer(int inputSize, int hidden)
        : base(nameof(LstmLayer), hasCellState: true)
    {
        _cell = nn.LSTM(inputSize, hidden, batchFirst: true);
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial, SequenceMasks masks)
    {
        (Tensor, Tensor)? start = initial is { } state ? (state.Hidden.unsqueeze(0), state.Cell!.unsqueeze(0)) : null;
        var (output, hidden, cell) = _cell.call(input, start);
        return (output, new(hidden.squeeze(0), cell.squeeze(0)));
    }
}

internal sealed class GruLayer : FusedLayer
{
    private readonly GRU _cell;

    internal GruLayer(int inputSize, int hidden)
        : base(nameof(GruLayer), hasCellState: false)
    {
        _cell = nn.GRU(inputSize, hidden, batchFirst: true);
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial, SequenceMasks masks)
    {
        var (output, hidden) = _cell.call(input, initial?.Hidden.unsqueeze(0));
        return (output, new(hidden.squeeze(0), null));
    }
}

internal sealed class ElmanLayer : FusedLayer
{
    private readonly RNN _cell;

    internal ElmanLayer(int inputSize, int hidden, CellKind cell)
        : base(nameof(ElmanLayer), hasCellState: false)
    {
        var activation = cell == CellKind.ElmanRelu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh;
        _cell = nn.RNN(inputSize, hidden, nonLinearity: activation, batchFirst: true);
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial, SequenceMasks masks)
    {
        var (output, hidden) = _cell.call(input, initial?.Hidden.unsqueeze(0));
        return (output, new(hidden.squeeze(0), null));
    }
}
