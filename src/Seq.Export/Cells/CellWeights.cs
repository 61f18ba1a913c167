using Seq.Model;

namespace Seq.Export;

/// <summary>The weights of a cell that is written out in plain operators: matrices the way a product takes them from the right, biases added up unless the cell is a GRU.</summary>
/// <remarks>Gates: LSTM i f o g, so that those with a sigmoid stand side by side; GRU r z n.</remarks>
internal sealed class CellWeights(ModelWeights weights, string prefix, RecurrentLayers layers, int layer, bool reverse)
{
    /// <summary>How the name of a table ends that folds an embedding.</summary>
    internal const string TableSuffix = ".table";

    private readonly RecurrentLayerNames _names = new(prefix, layer, reverse);
    private readonly string _key = $"{prefix}.layer_{layer}{(reverse ? ".reverse" : "")}";

    internal int Rows => layers.Cell.GateCount() * layers.Hidden;

    /// <summary>Wᵀ, or the rows of it that belong to inputs from <paramref name="from"/> on: [input, gates · hidden].</summary>
    internal Value Input(GraphBuilder g, int width, int from = 0) => weights.Computed(
        g, from == 0 ? $"{_key}.input" : $"{_key}.input_{from}", [width - from, Rows], () => Matrix(_names.InputWeight, width, from));

    /// <summary>Rᵀ: [output, gates · hidden].</summary>
    internal Value Recurrent(GraphBuilder g) => weights.Computed(
        g, $"{_key}.recurrent", [layers.StateSize, Rows], () => Matrix(_names.RecurrentWeight, layers.StateSize, from: 0));

    /// <summary>What is added to W x: both biases, but of a GRU only the input's. [gates · hidden].</summary>
    internal Value Bias(GraphBuilder g) => weights.Computed(g, $"{_key}.bias", [Rows], SummedBias);

    /// <summary>What is added to R h in a GRU, whose reset gate multiplies it: [gates · hidden].</summary>
    internal Value RecurrentBias(GraphBuilder g) => weights.Tensor(g, _names.RecurrentBias);

    /// <summary>Projection of the output: [hidden, output].</summary>
    internal Value Projection(GraphBuilder g) => weights.Transposed(g, _names.Projection);

    /// <summary>Layer norm of W x.</summary>
    internal Value NormInput(GraphBuilder g, Value x) => Norm(g, x, _names.InputNormWeight, _names.InputNormBias);

    /// <summary>Layer norm of R h.</summary>
    internal Value NormRecurrent(GraphBuilder g, Value x) => Norm(g, x, _names.RecurrentNormWeight, _names.RecurrentNormBias);

    /// <summary>Layer norm of the cell state.</summary>
    internal Value NormCell(GraphBuilder g, Value c) =>
        g.LayerNormalization(c, weights.Tensor(g, _names.CellNormWeight), weights.Tensor(g, _names.CellNormBias), epsilon: NormEpsilon);

    /// <summary>The product of every token's embedding with W, and the biases: [vocabulary, gates · hidden].</summary>
    /// <param name="g">The graph.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="width">Width of the layer's whole input, of which the embedding comes first.</param>
    internal Value Table(GraphBuilder g, TokenInput tokens, int width) => weights.Computed(
        g, _key + TableSuffix, [tokens.Vocabulary, Rows], () => FoldedTable.Compute(
            tokens.Embedding is null ? null : weights.Read(tokens.Embedding), tokens.Width,
            Matrix(_names.InputWeight, width, from: 0)[..(tokens.Width * Rows)], layers.LayerNorm ? null : SummedBias(), Rows));

    /// <summary>PyTorch's default, which training uses.</summary>
    private const float NormEpsilon = 1e-5f;

    private Value Norm(GraphBuilder g, Value x, string gain, string bias) => g.LayerNormalization(
        x,
        weights.Computed(g, gain + ".ordered", [Rows], () => Ordered(weights.Read(gain))),
        weights.Computed(g, bias + ".ordered", [Rows], () => Ordered(weights.Read(bias))),
        epsilon: NormEpsilon);

    private float[] SummedBias()
    {
        var (sum, recurrent) = (weights.Read(_names.InputBias), weights.Read(_names.RecurrentBias));
        for (var i = 0; layers.Cell != CellKind.Gru && i < sum.Length; i++)
        {
            sum[i] = (float)((double)sum[i] + recurrent[i]);
        }

        return Ordered(sum);
    }

    /// <summary>A matrix [gates · hidden, width] with its gates in order, without its first columns, transposed.</summary>
    private float[] Matrix(string name, int width, int from)
    {
        var matrix = Ordered(weights.Read(name));
        var result = new float[(width - from) * Rows];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = from; column < width; column++)
            {
                result[((column - from) * Rows) + row] = matrix[(row * width) + column];
            }
        }

        return result;
    }

    private float[] Ordered(float[] tensor)
    {
        if (layers.Cell != CellKind.Lstm)
        {
            return tensor;
        }

        var block = tensor.Length / 4;
        return [.. tensor[..(2 * block)], .. tensor[(3 * block)..], .. tensor[(2 * block)..(3 * block)]];
    }
}
