using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A layer that is stepped through time here, for libtorch's recurrent operators have neither its cell nor dropped weights.</summary>
/// <remarks>
/// The product with the input is one for all times, and each step's operations are few. On the CPU, where libtorch's operators step through time too, an LSTM, a GRU
/// or an Elman network takes as long here as there, forward and back; on a GPU they would be faster by their fused kernels.
/// </remarks>
internal sealed class SteppedLayer : RecurrentLayer
{
    private readonly RecurrentLayers _layers;
    private readonly Parameter _inputWeight;
    private readonly Parameter _recurrentWeight;
    private readonly Parameter? _inputBias;
    private readonly Parameter? _recurrentBias;
    private readonly NormGains? _inputNorm;
    private readonly NormGains? _recurrentNorm;
    private readonly NormGains? _cellNorm;
    private readonly Parameter? _projection;

    internal SteppedLayer(RecurrentLayers layers, int inputSize)
        : base(nameof(SteppedLayer), layers.Cell.HasCellState())
    {
        _layers = layers;
        var rows = layers.Cell.GateCount() * layers.Hidden;
        _inputWeight = InitialWeights.Uniform(layers.Hidden, rows, inputSize);
        _recurrentWeight = InitialWeights.Uniform(layers.Hidden, rows, layers.StateSize);
        if (layers.LayerNorm)
        {
            (_inputNorm, _recurrentNorm, _cellNorm) = (new(rows), new(rows), new(layers.Hidden));
        }
        else
        {
            _inputBias = InitialWeights.Uniform(layers.Hidden, rows);
            _recurrentBias = InitialWeights.Uniform(layers.Hidden, rows);
        }

        _projection = layers.Projection is { } width ? InitialWeights.Uniform(layers.Hidden, width, layers.Hidden) : null;
        RegisterComponents();
    }

    internal override (Tensor Output, LayerState Last) Run(Tensor input, LayerState? initial, SequenceMasks masks)
    {
        var times = nn.functional.linear(input.transpose(0, 1).contiguous(), _inputWeight, _inputBias);     // [time, batch, gates · hidden]
        var projected = (_inputNorm?.Apply(times) ?? times).unbind(0);
        var recurrent = Recurrent(masks).t();                                                               // [state size, gates · hidden]
        var state = initial ?? Zeros(input);
        var outputs = new Tensor[projected.Length];
        for (var time = 0; time < outputs.Length; time++)
        {
            state = Step(projected[time], state, recurrent);
            outputs[time] = state.Hidden;
        }

        return (stack(outputs, 1), state);
    }

    internal override IEnumerable<(string Name, Parameter Value)> Named(RecurrentLayerNames names)
    {
        yield return (names.InputWeight, _inputWeight);
        yield return (names.RecurrentWeight, _recurrentWeight);
        if (_layers.LayerNorm)
        {
            yield return (names.InputNormWeight, _inputNorm!.Gain);
            yield return (names.InputNormBias, _inputNorm.Bias);
            yield return (names.RecurrentNormWeight, _recurrentNorm!.Gain);
            yield return (names.RecurrentNormBias, _recurrentNorm.Bias);
            yield return (names.CellNormWeight, _cellNorm!.Gain);
            yield return (names.CellNormBias, _cellNorm.Bias);
        }
        else
        {
            yield return (names.InputBias, _inputBias!);
            yield return (names.RecurrentBias, _recurrentBias!);
        }

        if (_projection is not null)
        {
            yield return (names.Projection, _projection);
        }
    }

    private Tensor Recurrent(SequenceMasks masks) => !training || _layers.WeightDrop == 0
        ? _recurrentWeight
        : masks.Of(this, () => nn.functional.dropout(_recurrentWeight, _layers.WeightDrop));

    private LayerState Zeros(Tensor input)
    {
        var batch = input.shape[0];
        return new(
            zeros([batch, _layers.StateSize], input.dtype, input.device),
            _layers.Cell.HasCellState() ? zeros([batch, _layers.Hidden], input.dtype, input.device) : null);
    }

    private LayerState Step(Tensor input, LayerState state, Tensor recurrent) => _layers.Cell switch
    {
        CellKind.Lstm => Lstm(input, state, recurrent),
        CellKind.Gru => new(Gru(input, state.Hidden, recurrent), null),
        _ => new(Elman((input + _recurrentBias!).addmm(state.Hidden, recurrent)), null),
    };

    /// <summary>c′ = σ(f) c + σ(i) g; h′ = σ(o) tanh c′, with the norms, the activation and the projection of the description.</summary>
    private LayerState Lstm(Tensor input, LayerState state, Tensor recurrent)
    {
        var gates = _recurrentNorm is null
            ? (input + _recurrentBias!).addmm(state.Hidden, recurrent)
            : input + _recurrentNorm.Apply(state.Hidden.mm(recurrent));
        var parts = gates.chunk(4, 1);                                                                      // i f g o
        var cell = (state.Cell! * parts[1].sigmoid()).addcmul(parts[0].sigmoid(), Activate(parts[2]), 1);
        var hidden = parts[3].sigmoid() * Activate(_cellNorm?.Apply(cell) ?? cell);
        return new(_projection is null ? hidden : nn.functional.linear(hidden, _projection), cell);
    }

    /// <summary>n = tanh(W x + r (R h)); h′ = (1 − z) n + z h.</summary>
    private Tensor Gru(Tensor input, Tensor hidden, Tensor recurrent)
    {
        var fromInput = input.chunk(3, 1);                                                                  // r z n
        var fromHidden = _recurrentBias!.addmm(hidden, recurrent).chunk(3, 1);
        var reset = (fromInput[0] + fromHidden[0]).sigmoid();
        var update = (fromInput[1] + fromHidden[1]).sigmoid();
        var candidate = Activate(fromInput[2].addcmul(reset, fromHidden[2], 1));
        return candidate.addcmul(update, hidden - candidate, 1);
    }

    private Tensor Elman(Tensor sum) => _layers.Cell switch
    {
        CellKind.ElmanRelu => sum.relu(),
        CellKind.ElmanSelu => sum.selu(),
        _ => sum.tanh(),
    };

    private Tensor Activate(Tensor sum) => _layers.Activation switch
    {
        CellActivation.Relu => sum.relu(),
        CellActivation.Selu => sum.selu(),
        _ => sum.tanh(),
    };
}
