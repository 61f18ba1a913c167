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
            public static LSTMCell LSTMCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new LSTMCell(inputSize, hiddenSize, bias).Placed<LSTMCell>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="LSTM"/>; a missing state is zero.</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private readonly long _hiddenSize;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias)
            : base(nameof(LSTMCell))
        {
            _hiddenSize = hiddenSize;
            foreach (var (key, parameter) in RecurrentWeights.OfCell(4, inputSize, hiddenSize, bias))
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

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            if (h0_c0 is var (h, c))
            {
                return Two("lstm_cell", Arguments(input, new Tensor[] { h, c }));
            }

            using var zero = RecurrentWeights.ZeroState(input, _hiddenSize);
            return Two("lstm_cell", Arguments(input, new Tensor[] { zero, zero }));
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

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
