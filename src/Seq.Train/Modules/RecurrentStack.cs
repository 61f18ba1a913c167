using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Recurrent layers on top of each other, in one or two directions, with dropout between layers.</summary>
internal sealed class RecurrentStack : nn.Module
{
    private readonly ModuleList<RecurrentLayer> _layers = new();
    private readonly Dropout _dropout;
    private readonly RecurrentLayers _description;

    internal RecurrentStack(RecurrentLayers description, int inputSize)
        : base(nameof(RecurrentStack))
    {
        _description = description;
        _dropout = nn.Dropout(description.Dropout);
        for (var layer = 0; layer < description.Layers; layer++)
        {
            for (var direction = 0; direction < description.Directions; direction++)
            {
                _layers.Add(RecurrentLayer.Create(description.Cell, layer == 0 ? inputSize : description.OutputSize, description.Hidden));
            }
        }

        RegisterComponents();
    }

    /// <summary>Reads ragged rows in all directions.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <returns>Top-layer outputs [batch, time, directions · hidden], zero past the length, and each layer's last state, its directions side by side.</returns>
    internal (Tensor Output, LayerState[] Last) Read(Tensor input, RowLengths rows)
    {
        var states = new LayerState[_description.Layers];
        for (var layer = 0; layer < _description.Layers; layer++)
        {
            var below = Between(layer, input);
            var (forward, last) = RaggedRun.Forward(Layer(layer, 0), below, rows);
            if (!_description.Bidirectional)
            {
                (input, states[layer]) = (forward, last);
                continue;
            }

            var (backward, first) = RaggedRun.Backward(Layer(layer, 1), below, rows);
            input = cat([forward, backward], 2);
            states[layer] = new(cat([last.Hidden, first.Hidden], 1), last.Cell is null ? null : cat([last.Cell, first.Cell!], 1));
        }

        return (input, states);
    }

    /// <summary>Writes forward from given states; the rows are not masked, for what follows a row's end is never looked at.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="initial">The state of each layer.</param>
    /// <returns>Top-layer outputs [batch, time, hidden] and the states after the last time.</returns>
    internal (Tensor Output, LayerState[] Last) Write(Tensor input, LayerState[] initial)
    {
        var states = new LayerState[_description.Layers];
        for (var layer = 0; layer < _description.Layers; layer++)
        {
            (input, states[layer]) = Layer(layer, 0).Run(Between(layer, input), initial[layer]);
        }

        return (input, states);
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    /// <param name="prefix">Name of the stack there.</param>
    internal IEnumerable<(string Name, Parameter Value)> Named(string prefix)
    {
        for (var layer = 0; layer < _description.Layers; layer++)
        {
            for (var direction = 0; direction < _description.Directions; direction++)
            {
                var names = new RecurrentLayerNames(prefix, layer, reverse: direction == 1);
                var values = Layer(layer, direction).named_parameters().ToDictionary(pair => pair.name.Split('.')[^1], pair => pair.parameter);
                yield return (names.InputWeight, values["weight_ih_l0"]);
                yield return (names.RecurrentWeight, values["weight_hh_l0"]);
                yield return (names.InputBias, values["bias_ih_l0"]);
                yield return (names.RecurrentBias, values["bias_hh_l0"]);
            }
        }
    }

    private RecurrentLayer Layer(int layer, int direction) => _layers[(layer * _description.Directions) + direction];

    private Tensor Between(int layer, Tensor input) => layer == 0 || _description.Dropout == 0 ? input : _dropout.call(input);
}
