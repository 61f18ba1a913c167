using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Recurrent layers on top of each other, in one or two directions, with dropout and residual connections between layers.</summary>
internal sealed class RecurrentStack : nn.Module
{
    private readonly ModuleList<RecurrentLayer> _layers = new();
    private readonly ModuleList<UnitDropout> _dropouts = new();
    private readonly RecurrentLayers _description;

    /// <param name="description">The layers.</param>
    /// <param name="inputSize">Width of the input of the lowest layer.</param>
    /// <param name="variational">Whether a unit dropped between layers stays dropped at all times of a sequence.</param>
    internal RecurrentStack(RecurrentLayers description, int inputSize, bool variational)
        : base(nameof(RecurrentStack))
    {
        _description = description;
        for (var layer = 0; layer < description.Layers; layer++)
        {
            _dropouts.Add(new(layer == 0 ? 0 : description.Dropout, variational));
            for (var direction = 0; direction < description.Directions; direction++)
            {
                _layers.Add(RecurrentLayer.Create(description, layer == 0 ? inputSize : description.OutputSize));
            }
        }

        RegisterComponents();
    }

    /// <summary>Reads ragged rows in all directions.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    /// <param name="lastStates">Whether the last states are wanted; without them an LSTM over rows of many lengths is much faster.</param>
    /// <returns>
    /// Top-layer outputs [batch, time, output], zero past the length, and each layer's state after the row's last token, of the reversed direction after its first,
    /// directions side by side; no states when they are not wanted.
    /// </returns>
    internal (Tensor Output, LayerState[] Last) Read(Tensor input, RowLengths rows, SequenceMasks masks, bool lastStates = true)
    {
        var states = new LayerState[lastStates ? _description.Layers : 0];
        for (var layer = 0; layer < _description.Layers; layer++)
        {
            var below = _dropouts[layer].Apply(input, masks);
            var (output, last) = RaggedRun.Forward(Layer(layer, 0), below, rows, masks, lastStates);
            if (_description.Bidirectional)
            {
                var (backward, first) = RaggedRun.Backward(Layer(layer, 1), below, rows, masks, lastStates);
                output = cat([output, backward], 2);
                last = last is { } end && first is { } start
                    ? new(cat([end.Hidden, start.Hidden], 1), end.Cell is null ? null : cat([end.Cell, start.Cell!], 1))
                    : null;
            }

            if (last is { } wanted)
            {
                states[layer] = wanted;
            }

            input = WithInput(layer, output, input);
        }

        return (input, states);
    }

    /// <summary>Writes forward from given states; the rows are not masked, for what follows a row's end is never looked at.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="initial">The state of each layer; zeros if null.</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    /// <returns>Top-layer outputs [batch, time, output] and the states after the last time.</returns>
    internal (Tensor Output, LayerState[] Last) Write(Tensor input, LayerState[]? initial, SequenceMasks masks)
    {
        var states = new LayerState[_description.Layers];
        for (var layer = 0; layer < _description.Layers; layer++)
        {
            (var output, states[layer]) = Layer(layer, 0).Run(_dropouts[layer].Apply(input, masks), initial?[layer], masks);
            input = WithInput(layer, output, input);
        }

        return (input, states);
    }

    /// <summary>The last output of each direction: after a row's last token, and of the reversed direction after its first.</summary>
    /// <param name="outputs">What the top layer said, [batch, time, output].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <returns>[batch, output].</returns>
    internal Tensor LastOutput(Tensor outputs, RowLengths rows)
    {
        var end = rows.AtEnd(outputs);
        var width = _description.StateSize;
        return _description.Bidirectional ? cat([end.narrow(1, 0, width), outputs.select(1, 0).narrow(1, width, width)], 1) : end;
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    /// <param name="prefix">Name of the stack there.</param>
    internal IEnumerable<(string Name, Parameter Value)> Named(string prefix)
    {
        for (var layer = 0; layer < _description.Layers; layer++)
        {
            for (var direction = 0; direction < _description.Directions; direction++)
            {
                foreach (var pair in Layer(layer, direction).Named(new(prefix, layer, reverse: direction == 1)))
                {
                    yield return pair;
                }
            }
        }
    }

    private RecurrentLayer Layer(int layer, int direction) => _layers[(layer * _description.Directions) + direction];

    /// <summary>A residual connection goes around the dropout: what is added is what the layer below said (Wu et al. 2016, eq. 6).</summary>
    private Tensor WithInput(int layer, Tensor output, Tensor input) => _description.Residual && layer > 0 ? output + input : output;
}
