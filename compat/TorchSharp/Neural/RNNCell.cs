using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNNCell RNNCell(
                long inputSize, long hiddenSize, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new RNNCell(inputSize, hiddenSize, nonLinearity, bias).Placed<RNNCell>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="RNN"/>; a missing state is zero.</summary>
    public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly long _hiddenSize;
        private readonly string _operator;

        internal RNNCell(long inputSize, long hiddenSize, nn.NonLinearities nonLinearity, bool bias)
            : base(nameof(RNNCell))
        {
            _hiddenSize = hiddenSize;
            _operator = nonLinearity == nn.NonLinearities.ReLU ? "rnn_relu_cell" : "rnn_tanh_cell";
            foreach (var (key, parameter) in RecurrentWeights.OfCell(1, inputSize, hiddenSize, bias))
            {
                register_parameter(key, parameter);
            }
        }

        public Parameter? bias_ih
        {
            get => Get(nameof(bias_ih));
            set => Set(nameof(bias_ih), value);
        }

        public Parameter? bias_hh
        {
            get => Get(nameof(bias_hh));
            set => Set(nameof(bias_hh), value);
        }

        public Parameter? weight_ih
        {
            get => Get(nameof(weight_ih));
            set => Set(nameof(weight_ih), value);
        }

        public Parameter? weight_hh
        {
            get => Get(nameof(weight_hh));
            set => Set(nameof(weight_hh), value);
        }

        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            if (h0 is not null)
            {
                return One(_operator, Arguments(input, h0));
            }

            using var zero = RecurrentWeights.ZeroState(input, _hiddenSize);
            return One(_operator, Arguments(input, zero));
        }

        private Parameter? Get(string key) => _internal_params.TryGetValue(key, out var parameter) ? parameter.Again() : null;

        private void Set(string key, Parameter? value)
        {
            ArgumentNullException.ThrowIfNull(value, key);
            ConditionallyRegisterParameter(key, Owned(value));
        }

        private Arg[] Arguments(Tensor input, Arg state) =>
            [input, state, .. _internal_params.Values.Select(parameter => (Arg)parameter)];
    }
}
