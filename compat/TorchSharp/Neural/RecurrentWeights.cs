using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters of recurrent layers, with PyTorch's names, shapes and order, drawn from U(-1/√hidden, 1/√hidden).</summary>
internal static class RecurrentWeights
{
    /// <param name="gates">Blocks of rows in each weight: 4 for LSTM (i f g o), 3 for GRU (r z n), 1 for an Elman network.</param>
    internal static IEnumerable<(string Name, Parameter Value)> OfLayers(
        int gates, long inputSize, long hiddenSize, long layers, bool bias, bool bidirectional)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            var width = layer == 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
            foreach (var direction in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                foreach (var (name, value) in OfCell(gates, width, hiddenSize, bias))
                {
                    yield return ($"{name}_l{layer}{direction}", value);
                }
            }
        }
    }

    internal static IEnumerable<(string Name, Parameter Value)> OfCell(int gates, long inputSize, long hiddenSize, bool bias)
    {
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        var rows = gates * hiddenSize;
        yield return ("weight_ih", Draw(rows, inputSize));
        yield return ("weight_hh", Draw(rows, hiddenSize));
        if (bias)
        {
            yield return ("bias_ih", Draw(rows));
            yield return ("bias_hh", Draw(rows));
        }

        Parameter Draw(params long[] shape)
        {
            var parameter = torch.empty(shape).AsParameter();
            nn.init.uniform_(parameter, -bound, bound).DetachFromDisposeScope();
            return parameter;
        }
    }

    /// <summary>Zeros of shape [batch, hidden], or [hidden] for an input without a batch.</summary>
    internal static Tensor ZeroState(Tensor input, long hiddenSize) =>
        input.ndim == 1
            ? torch.zeros(hiddenSize, input.dtype, input.device)
            : torch.zeros(input.shape[0], hiddenSize, input.dtype, input.device);
}
