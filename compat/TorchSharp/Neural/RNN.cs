using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNN RNN(
                long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh,
                bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null,
                ScalarType? dtype = null) =>
                new RNN(inputSize, nonLinearity, new(hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional))
                    .Placed<RNN>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Elman networks in layers: h = f(W x + b + U h + c). A missing state is zero.</summary>
    /// <remarks>Input [time, batch, input], or [batch, time, input] with batchFirst; state [layers * directions, batch, hidden].</remarks>
    public sealed class RNN : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly RecurrentShape _shape;
        private readonly string _operator;

        internal RNN(long inputSize, nn.NonLinearities nonLinearity, RecurrentShape shape)
            : base(nameof(RNN))
        {
            _shape = shape;
            _operator = nonLinearity == nn.NonLinearities.ReLU ? "rnn_relu" : "rnn_tanh";
            foreach (var (key, value) in RecurrentWeights.OfLayers(
                1, inputSize, shape.HiddenSize, shape.Layers, shape.Bias, shape.Bidirectional))
            {
                register_parameter(key, value);
            }
        }

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
        {
            using var zero = h0 is null ? _shape.ZeroState(input) : null;
            return Two(_operator + ".input", _shape.Arguments(input, h0 ?? zero, _internal_params.Values, training));
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
        {
            using var zero = h0 is null ? _shape.ZeroState(input) : null;
            var state = h0 is null ? zero! : input.Sorted(h0);
            var (output, hn) = Two(_operator + ".data", _shape.Arguments(input, state, _internal_params.Values, training));
            return (input.With(output), input.Unsorted(hn));
        }

        public void flatten_parameters()
        {
            // The weights of one layer lie side by side only where cuDNN computes; on the CPU there is nothing to rearrange.
        }

        public Parameter? get_bias_ih(long idx) => Get($"bias_ih_l{idx}");

        public Parameter? get_bias_hh(long idx) => Get($"bias_hh_l{idx}");

        public Parameter? get_weight_ih(long idx) => Get($"weight_ih_l{idx}");

        public Parameter? get_weight_hh(long idx) => Get($"weight_hh_l{idx}");

        private Parameter? Get(string key) => _internal_params.TryGetValue(key, out var parameter) ? parameter.Again() : null;
    }
}
