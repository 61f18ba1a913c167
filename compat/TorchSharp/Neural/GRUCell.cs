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
            public static GRUCell GRUCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new GRUCell(inputSize, hiddenSize, bias).Placed<GRUCell>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="GRU"/>; a missing state is zero.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly long _hiddenSize;

        internal GRUCell(long inputSize, long hiddenSize, bool bias)
            : base(nameof(GRUCell))
        {
            _hiddenSize = hiddenSize;
            foreach (var (key, parameter) in RecurrentWeights.OfCell(3, inputSize, hiddenSize, bias))
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
                return One("gru_cell", Arguments(input, h0));
            }

            using var zero = RecurrentWeights.ZeroState(input, _hiddenSize);
            return One("gru_cell", Arguments(input, zero));
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
