using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>From the encoder's last states to the decoder's first; see <see cref="BridgeKind"/>.</summary>
internal sealed class Bridge : nn.Module
{
    private readonly EncoderDecoderDescription _model;
    private readonly ModuleList<Linear> _hidden = new();
    private readonly ModuleList<Linear> _cell = new();

    internal Bridge(EncoderDecoderDescription model)
        : base(nameof(Bridge))
    {
        _model = model;
        for (var layer = 0; model.Bridge == BridgeKind.Linear && layer < model.Decoder.Layers; layer++)
        {
            _hidden.Add(nn.Linear(model.MemorySize, model.Decoder.StateSize));
            if (model.Decoder.Cell.HasCellState())
            {
                _cell.Add(nn.Linear(model.Encoder.Hidden * model.Encoder.Directions, model.Decoder.Hidden));
            }
        }

        RegisterComponents();
    }

    /// <summary>The decoder's first states.</summary>
    /// <param name="last">The encoder's last states, directions side by side.</param>
    /// <param name="memory">Encoder outputs, [batch, source, memory]; says the batch and the type of zeros.</param>
    internal LayerState[] Cross(LayerState[] last, Tensor memory) => _model.Bridge switch
    {
        BridgeKind.Copy => last,
        BridgeKind.Linear => [.. last.Select((state, layer) =>
            new LayerState(_hidden[layer].call(state.Hidden).tanh(), state.Cell is null ? null : _cell[layer].call(state.Cell)))],
        _ => [.. Enumerable.Range(0, _model.Decoder.Layers).Select(_ => new LayerState(
            Zeros(memory, _model.Decoder.StateSize), _model.Decoder.Cell.HasCellState() ? Zeros(memory, _model.Decoder.Hidden) : null))],
    };

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named()
    {
        for (var layer = 0; layer < _hidden.Count; layer++)
        {
            yield return (EncoderDecoderNames.BridgeHiddenWeight(layer), _hidden[layer].weight!);
            yield return (EncoderDecoderNames.BridgeHiddenBias(layer), _hidden[layer].bias!);
        }

        for (var layer = 0; layer < _cell.Count; layer++)
        {
            yield return (EncoderDecoderNames.BridgeCellWeight(layer), _cell[layer].weight!);
            yield return (EncoderDecoderNames.BridgeCellBias(layer), _cell[layer].bias!);
        }
    }

    private static Tensor Zeros(Tensor memory, int width) => zeros([memory.shape[0], width], memory.dtype, memory.device);
}
