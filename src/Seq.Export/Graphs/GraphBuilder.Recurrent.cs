namespace Seq.Export;

/// <content>The recurrent operators. All are time-major (<c>layout = 0</c>), the only layout that ONNX Runtime accepts.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Long short-term memory (<c>LSTM</c>); gates in the order i o f c.</summary>
    /// <param name="x">[time, batch, input].</param>
    /// <param name="weights">The weights, in ONNX' gate order.</param>
    /// <param name="lengths">
    /// int32 [batch]; outputs past a row's length are zero, and the reverse direction starts at its last real element. None: full length.
    /// </param>
    /// <param name="initial">Initial state; zero if none.</param>
    /// <returns>[time, directions, batch, hidden] and the state after the last real element.</returns>
    /// <exception cref="GraphBuildException">Weights, lengths or state do not fit the input.</exception>
    public RecurrentOutput Lstm(Value x, RecurrentValues weights, Value? lengths, LayerState? initial)
    {
        var node = Add("LSTM", x, weights.Input, weights.Recurrent, weights.Bias, lengths, initial?.Hidden, initial?.Cell);
        return Recurrent(node, x, weights, gates: 4, lengths, initial);
    }

    /// <summary>Gated recurrent unit (<c>GRU</c>) with the reset gate after the recurrent product, as PyTorch and cuDNN define it; gates in the order z r h.</summary>
    /// <inheritdoc cref="Lstm"/>
    public RecurrentOutput Gru(Value x, RecurrentValues weights, Value? lengths, LayerState? initial)
    {
        var node = Add("GRU", x, weights.Input, weights.Recurrent, weights.Bias, lengths, initial?.Hidden).With("linear_before_reset", 1);
        return Recurrent(node, x, weights, gates: 3, lengths, initial);
    }

    /// <summary>Elman network (<c>RNN</c>).</summary>
    /// <param name="x">[time, batch, input].</param>
    /// <param name="weights">The weights.</param>
    /// <param name="relu">ReLU instead of tanh.</param>
    /// <param name="lengths">int32 [batch]; none: full length.</param>
    /// <param name="initial">Initial state; zero if none.</param>
    /// <exception cref="GraphBuildException">Weights, lengths or state do not fit the input.</exception>
    public RecurrentOutput Rnn(Value x, RecurrentValues weights, bool relu, Value? lengths, LayerState? initial)
    {
        var node = Add("RNN", x, weights.Input, weights.Recurrent, weights.Bias, lengths, initial?.Hidden);
        if (relu)
        {
            node.With("activations", Enumerable.Repeat("Relu", weights.Directions)); // One per direction.
        }

        return Recurrent(node, x, weights, gates: 1, lengths, initial);
    }

    private static RecurrentOutput Recurrent(Node node, Value x, RecurrentValues weights, int gates, Value? lengths, LayerState? initial)
    {
        int directions = weights.Directions, hidden = weights.Hidden;
        node.Takes(x, [ElementType.Float32]).TakesRank(x, 3);
        var (time, batch) = (x.Shape[0], x.Shape[1]);
        node.TakesShape(weights.Input, [directions, gates * hidden, x.Shape[2]])
            .TakesShape(weights.Recurrent, [directions, gates * hidden, hidden])
            .TakesShape(weights.Bias, [directions, 2 * gates * hidden])
            .TakesShape(initial?.Hidden, [directions, batch, hidden])
            .TakesShape(initial?.Cell, [directions, batch, hidden])
            .TakesShape(lengths, [batch]);
        if (lengths is not null)
        {
            node.Takes(lengths, [ElementType.Int32]);
        }

        if (directions == 2)
        {
            node.With("direction", "bidirectional");
        }

        node.With("hidden_size", hidden); // Optional in the specification, but ONNX Runtime refuses the node without it.
        Shape state = [directions, batch, hidden];
        var output = node.Returns("Y", x.Type, [time, directions, batch, hidden], optional: true);
        var last = node.Returns("Y_h", x.Type, state, optional: true);
        return new(output, new(last, gates == 4 ? node.Returns("Y_c", x.Type, state, optional: true) : null));
    }
}

/// <summary>The weights of a recurrent operator, in ONNX' layout and gate order.</summary>
/// <param name="Input">[directions, gates · hidden, input].</param>
/// <param name="Recurrent">[directions, gates · hidden, hidden].</param>
/// <param name="Bias">[directions, 2 · gates · hidden]: input biases, then recurrent ones.</param>
/// <param name="Directions">1 or 2.</param>
/// <param name="Hidden">Hidden size.</param>
public sealed record RecurrentValues(Value Input, Value Recurrent, Value Bias, int Directions, int Hidden);

/// <summary>The state of a recurrent layer.</summary>
/// <param name="Hidden">[directions, batch, hidden].</param>
/// <param name="Cell">[directions, batch, hidden]; null unless the cell is an LSTM.</param>
public sealed record LayerState(Value Hidden, Value? Cell);

/// <summary>What a recurrent operator returns.</summary>
/// <param name="Sequence">[time, directions, batch, hidden].</param>
/// <param name="Last">The state after the last real element of each row.</param>
public sealed record RecurrentOutput(Value Sequence, LayerState Last);
