using Seq.Model;

namespace Seq.Export;

/// <summary>One step of a cell in plain operators: what ONNX' recurrent operators cannot express, and what is quicker so for a single step.</summary>
internal static class CellEquations
{
    /// <summary>Advances a cell.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="layers">The stack that the cell belongs to.</param>
    /// <param name="weights">The cell's weights.</param>
    /// <param name="x">[batch, gates · hidden]: W x with its biases or its layer norm.</param>
    /// <param name="state">Hidden [batch, output], cell [batch, hidden].</param>
    internal static StackState Step(GraphBuilder g, RecurrentLayers layers, CellWeights weights, Value x, StackState state)
    {
        using var scope = g.Scope("cell");
        var recurrent = g.MatMul(state.Hidden, weights.Recurrent(g));                    // [batch, gates · hidden]
        return layers.Cell switch
        {
            CellKind.Lstm => Lstm(g, layers, weights, x, recurrent, state.Cell!),
            CellKind.Gru => Gru(g, layers, weights, x, recurrent, state.Hidden),
            CellKind.ElmanRelu => new(g.Relu(g.Add(x, recurrent)), Cell: null),
            CellKind.ElmanSelu => new(g.Selu(g.Add(x, recurrent)), Cell: null),
            _ => new(g.Tanh(g.Add(x, recurrent)), Cell: null),
        };
    }

    /// <summary>c′ = f ⊙ c + i ⊙ φ(g), h′ = P (o ⊙ φ(LN c′)); with layer norm as in Ba et al. 2016, equations 20 to 22 (arXiv:1607.06450).</summary>
    private static StackState Lstm(GraphBuilder g, RecurrentLayers layers, CellWeights weights, Value x, Value recurrent, Value cell)
    {
        long hidden = layers.Hidden;
        var gates = g.Add(x, layers.LayerNorm ? weights.NormRecurrent(g, recurrent) : recurrent);
        var parts = g.Split(gates, 1, 3 * hidden, hidden);
        var open = g.Split(g.Sigmoid(parts[0]), 1, hidden, hidden, hidden);              // i f o
        var next = g.Add(g.Mul(open[1], cell), g.Mul(open[0], Activate(g, layers, parts[1])));
        var output = g.Mul(open[2], Activate(g, layers, layers.LayerNorm ? weights.NormCell(g, next) : next));
        return new(layers.Projection is null ? output : g.MatMul(output, weights.Projection(g)), next);
    }

    /// <summary>n = φ(W x + r ⊙ (R h + b)), h′ = n + z ⊙ (h − n).</summary>
    private static StackState Gru(GraphBuilder g, RecurrentLayers layers, CellWeights weights, Value x, Value recurrent, Value state)
    {
        long hidden = layers.Hidden;
        // A product followed by a sum is one operation to ONNX Runtime.
        var (fromInput, fromState) = (g.Split(x, 1, 2 * hidden, hidden), g.Split(g.Add(recurrent, weights.RecurrentBias(g)), 1, 2 * hidden, hidden));
        var open = g.Split(g.Sigmoid(g.Add(fromInput[0], fromState[0])), 1, hidden, hidden); // r z
        var candidate = Activate(g, layers, g.Add(fromInput[1], g.Mul(open[0], fromState[1])));
        return new(g.Add(candidate, g.Mul(open[1], g.Sub(state, candidate))), Cell: null);
    }

    private static Value Activate(GraphBuilder g, RecurrentLayers layers, Value x) => layers.Activation switch
    {
        CellActivation.Relu => g.Relu(x),
        CellActivation.Selu => g.Selu(x),
        _ => g.Tanh(x),
    };
}
