#nullable disable
using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0.0, bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new GRU(inputSize, new(hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional)).Placed<GRU>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Gated recurrent units in layers; gates are stacked as r z n. A missing state is zero.</summary>
    /// <remarks>Input [time, batch, input], or [batch, time, input] with batchFirst; state [layers * directions, batch, hidden].</remarks>
    public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly RecurrentShape _shape;

        internal GRU(long inputSize, RecurrentShape shape)
            : base(nameof(GRU))
        {
            _shape = shape;
            foreach (var (key, value) in RecurrentWeights.OfLayers(
                3, inputSize, shape.HiddenSize, shape.Layers, shape.Bias, shape.Bidirectional))
            {
                register_parameter(key, value);
            }
        }

        public override (Tensor, Tensor) forward(Tensor input, Tensor h0 = null)
        {
            using var zero = h0 is null ? _shape.ZeroState(input) : null;
            return Two("gru.input", _shape.Arguments(input, h0 ?? zero, _internal_params.Values, training));
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor h0 = null) => base.call(input, h0);

        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor h0 = null)
        {
            using var zero = h0 is null ? _shape.ZeroState(input) : null;
            var state = h0 is null ? zero : input.Sorted(h0);
            var (output, hn) = Two("gru.data", _shape.Arguments(input, state, _internal_params.Values, training));
            return (input.With(output), input.Unsorted(hn));
        }

        public void flatten_parameters()
        {
            // The weights of one layer lie side by side only where cuDNN computes; on the CPU there is nothing to rearrange.
        }
    }
}
