using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>One recurrent layer in one direction, forward in time, whatever its cell.</summary>
internal abstract class RecurrentLayer : nn.Module
{
    private protected RecurrentLayer(string name)
        : base(name)
    {
    }

    /// <summary>Creates a layer with PyTorch's initial weights, uniform in ±1/√hidden.</summary>
    internal static RecurrentLayer Create(CellKind cell, int inputSize, int hidden) => cell switch
    {
        CellKind.Lstm => new LstmLayer(inputSize, hidden),
        CellKind.Gru => new GruLayer(inputSize, hidden),
        _ => new ElmanLayer(inputSize, hidden, cell),
    };

    /// <summary>Runs the layer over padded rows.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="initial">The state before the first step, [batch, hidden]; zeros if null.</param>
    /// <returns>Outputs [batch, time, hidden] and the state after the last step of the padded sequence.</returns>
    internal abstract (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial);
}

/// <summary>The state of a layer for each row: h, and c if the cell is an LSTM; each [batch, hidden].</summary>
internal readonly record struct LayerState(Tensor Hidden, Tensor? Cell);

internal sealed class LstmLayer : RecurrentLayer
{
    private readonly LSTM _cell;

    internal LstmLayer(int inputSize, int hidden)
        : base(nameof(LstmLayer))
    {
        _cell = nn.LSTM(inputSize, hidden, batchFirst: true);
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial)
    {
        (Tensor, Tensor)? start = initial is { } state ? (state.Hidden.unsqueeze(0), state.Cell!.unsqueeze(0)) : null;
        var (output, hidden, cell) = _cell.call(input, start);
        return (output, new(hidden.squeeze(0), cell.squeeze(0)));
    }
}

internal sealed class GruLayer : RecurrentLayer
{
    private readonly GRU _cell;

    internal GruLayer(int inputSize, int hidden)
        : base(nameof(GruLayer))
    {
        _cell = nn.GRU(inputSize, hidden, batchFirst: true);
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial)
    {
        var (output, hidden) = _cell.call(input, initial?.Hidden.unsqueeze(0));
        return (output, new(hidden.squeeze(0), null));
    }
}

internal sealed class ElmanLayer : RecurrentLayer
{
    private readonly RNN _cell;

    internal ElmanLayer(int inputSize, int hidden, CellKind cell)
        : base(nameof(ElmanLayer))
    {
        var activation = cell == CellKind.ElmanRelu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh;
        _cell = nn.RNN(inputSize, hidden, nonLinearity: activation, batchFirst: true);
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial)
    {
        var (output, hidden) = _cell.call(input, initial?.Hidden.unsqueeze(0));
        return (output, new(hidden.squeeze(0), null));
    }
}
