using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>One recurrent layer in one direction, forward in time, whatever its cell.</summary>
internal abstract class RecurrentLayer : nn.Module
{
    private protected RecurrentLayer(string name, bool hasCellState)
        : base(name) => HasCellState = hasCellState;

    /// <summary>Whether the cell is an LSTM, whose cell state shows only at the end of a run.</summary>
    internal bool HasCellState { get; }

    /// <summary>Creates a layer with PyTorch's initial weights, uniform in ±1/√hidden.</summary>
    /// <param name="layers">What every layer of the stack is.</param>
    /// <param name="inputSize">Width of this layer's input.</param>
    internal static RecurrentLayer Create(RecurrentLayers layers, int inputSize) => layers switch
    {
        { IsPlain: false } or { WeightDrop: > 0 } => new SteppedLayer(layers, inputSize),
        { Cell: CellKind.Lstm } => new LstmLayer(inputSize, layers.Hidden),
        { Cell: CellKind.Gru } => new GruLayer(inputSize, layers.Hidden),
        _ => new ElmanLayer(inputSize, layers.Hidden, layers.Cell),
    };

    /// <summary>Runs the layer over padded rows.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="initial">The state before the first step; zeros if null.</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    /// <returns>Outputs [batch, time, state size] and the state after the last step of the padded sequence.</returns>
    internal abstract (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial, SequenceMasks masks);

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal abstract IEnumerable<(string Name, Parameter Value)> Named(RecurrentLayerNames names);
}
