using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>What <see cref="LSTM"/>, <see cref="GRU"/> and <see cref="RNN"/> share besides their parameters.</summary>
internal sealed record RecurrentShape(long HiddenSize, long Layers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional)
{
    /// <summary>Zeros of shape [layers * directions, batch, hidden].</summary>
    internal Tensor ZeroState(Tensor input) => Zeros(input.shape[BatchFirst ? 0 : 1], input);

    internal Tensor ZeroState(PackedSequence input)
    {
        using var batch = input.batch_sizes[0];
        return Zeros(batch.ToInt64(), input.data);
    }

    /// <summary>The arguments of aten::lstm.input and its relatives.</summary>
    internal Arg[] Arguments(Tensor input, Arg state, IEnumerable<Parameter> weights, bool training) =>
        [input, state, Arg.List(weights), Bias, Layers, Dropout, training, Bidirectional, BatchFirst];

    /// <summary>The arguments of aten::lstm.data and its relatives.</summary>
    internal Arg[] Arguments(PackedSequence input, Arg state, IEnumerable<Parameter> weights, bool training) =>
        [input.data, input.batch_sizes, state, Arg.List(weights), Bias, Layers, Dropout, training, Bidirectional];

    private Tensor Zeros(long batch, Tensor like) =>
        torch.zeros(Layers * (Bidirectional ? 2 : 1), batch, HiddenSize, like.dtype, like.device);
}
