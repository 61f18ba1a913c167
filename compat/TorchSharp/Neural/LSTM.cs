using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new LSTM(inputSize, new(hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional)).Placed<LSTM>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Long short-term memory in layers; gates are stacked as i f g o. A missing state is zero.</summary>
    /// <remarks>Input [time, batch, input], or [batch, time, input] with batchFirst; states [layers * directions, batch, hidden].</remarks>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentShape _shape;

        internal LSTM(long inputSize, RecurrentShape shape)
            : base(nameof(LSTM))
        {
            _shape = shape;
            foreach (var (key, value) in RecurrentWeights.OfLayers(
                4, inputSize, shape.HiddenSize, shape.Layers, shape.Bias, shape.Bidirectional))
            {
                register_parameter(key, value);
            }
        }

        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var zero = h0_c0 is null ? _shape.ZeroState(input) : null;
            var (h0, c0) = h0_c0 ?? (zero!, zero!);
            return Three("lstm.input", _shape.Arguments(input, new[] { h0, c0 }, _internal_params.Values, training));
        }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(
            nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var zero = h0_c0 is null ? _shape.ZeroState(input) : null;
            var (h0, c0) = h0_c0 is var (h, c) ? (input.Sorted(h), input.Sorted(c)) : (zero!, zero!);
            var (output, hn, cn) = Three("lstm.data", _shape.Arguments(input, new[] { h0, c0 }, _internal_params.Values, training));
            return (input.With(output), input.Unsorted(hn), input.Unsorted(cn));
        }

        public void flatten_parameters()
        {
            // The weights of one layer lie side by side only where cuDNN computes; on the CPU there is nothing to rearrange.
        }
    }
}
