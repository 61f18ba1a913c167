using Seq.Model;

namespace Seq.Export;

/// <summary>Recurrent layers on top of each other.</summary>
/// <remarks>
/// Whole sequences run through one fused operator per layer, unless the cell has no such operator or is fed one-hot vectors of many tokens: then through a loop of
/// plain operators. A step is written in plain operators: it is as fast as the operator for one row, faster for many, and its rows have the same bits in every batch.
/// </remarks>
internal sealed class RecurrentStack(ModelWeights weights, string prefix, RecurrentLayers layers, TokenInput? tokens, int otherSize)
{
    /// <summary>Up to so many tokens, one-hot vectors are made for the operators; above, rows of W are looked up instead.</summary>
    private const int MaxOneHot = 1_024;

    private readonly int _inputSize = (tokens?.Width ?? 0) + otherSize;

    /// <summary>Whether whole sequences run through the fused operators in every layer.</summary>
    internal bool HasOperators => UsesOperator(0);

    /// <summary>Whether a step looks up the product of embedding and input weights.</summary>
    internal bool FoldsEmbedding => tokens is not null && weights.Folds(tokens, layers.Cell.GateCount() * layers.Hidden);

    /// <summary>The layers.</summary>
    internal RecurrentLayers Layers => layers;

    /// <summary>Name of the module.</summary>
    internal string Name => prefix;

    /// <summary>Runs the stack over sequences.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="input">Tokens [time, batch]; other [time, batch, other].</param>
    /// <param name="lengths">int64 [batch]; none: every row has full length.</param>
    /// <param name="initial">State per layer before the first element, in one direction; zero if none.</param>
    internal StackOutput Run(GraphBuilder g, StackInput input, Value? lengths, IReadOnlyList<StackState>? initial)
    {
        var last = new List<StackState>();
        var x = input;
        var shortLengths = lengths is not null && UsesOperator(layers.Layers - 1) ? g.Cast(lengths, ElementType.Int32) : null;
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            using var scope = g.Scope($"layer_{layer}");
            var (sequence, state) = UsesOperator(layer)
                ? RunOperator(g, Dense(g, x), layer, shortLengths, initial?[layer])
                : RunWritten(g, x, layer, lengths, initial?[layer]);
            x = new(Tokens: null, layers.Residual && layer > 0 ? g.Add(sequence, x.Other!) : sequence);
            last.Add(state);
        }

        return new(x.Other!, last);
    }

    /// <summary>Runs the stack over one element, in one direction.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="input">Tokens [batch]; other [batch, other].</param>
    /// <param name="states">State per layer.</param>
    /// <returns>The stack's output [batch, output]; the next state per layer.</returns>
    internal (Value Output, IReadOnlyList<StackState> Next) Step(GraphBuilder g, StackInput input, IReadOnlyList<StackState> states)
    {
        var next = new List<StackState>();
        var x = input;
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            using var scope = g.Scope($"layer_{layer}");
            var cell = new CellWeights(weights, prefix, layers, layer, reverse: false);
            next.Add(CellEquations.Step(g, layers, cell, Project(g, cell, x, layer), states[layer]));
            x = new(Tokens: null, layers.Residual && layer > 0 ? g.Add(next[^1].Hidden, x.Other!) : next[^1].Hidden);
        }

        return (x.Other!, next);
    }

    /// <summary>What came out at the last element of each direction. Layers that add their input to their output leave the sum of their last states there.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="last">State per layer after a run.</param>
    /// <returns>[batch, directions · output].</returns>
    internal Value LastOutput(GraphBuilder g, IReadOnlyList<StackState> last)
    {
        var output = last[^1].Hidden;
        for (var layer = 0; layers.Residual && layer < layers.Layers - 1; layer++)
        {
            output = g.Add(last[layer].Hidden, output);
        }

        return output;
    }

    private bool UsesOperator(int layer) =>
        layers.IsPlain && (layer > 0 || tokens is null || tokens.Embedding is not null || tokens.Vocabulary <= MaxOneHot);

    private int WidthOf(int layer) => layer == 0 ? _inputSize : layers.OutputSize;

    private Value Dense(GraphBuilder g, StackInput x) => x switch
    {
        { Tokens: null } => x.Other!,
        { Other: null } => tokens!.Embed(g, x.Tokens),
        _ => g.Concat(-1, tokens!.Embed(g, x.Tokens), x.Other),
    };

    /// <summary>W x with its biases or its layer norm: […, gates · hidden].</summary>
    private Value Project(GraphBuilder g, CellWeights cell, StackInput x, int layer)
    {
        using var scope = g.Scope("input");
        var width = WidthOf(layer);
        if (x.Tokens is not null && FoldsEmbedding)
        {
            var row = g.Gather(cell.Table(g, tokens!, width), x.Tokens);
            var sum = x.Other is null ? row : g.Add(row, g.MatMul(x.Other, cell.Input(g, width, tokens!.Width)));
            return layers.LayerNorm ? cell.NormInput(g, sum) : sum;
        }

        var product = g.MatMul(Dense(g, x), cell.Input(g, width));
        return layers.LayerNorm ? cell.NormInput(g, product) : g.Add(product, cell.Bias(g));
    }

    private (Value Sequence, StackState Last) RunWritten(GraphBuilder g, StackInput x, int layer, Value? lengths, StackState? initial)
    {
        (Value Sequence, StackState Last) Direction(bool reverse)
        {
            var cell = new CellWeights(weights, prefix, layers, layer, reverse);
            return WrittenLayer.Run(g, layers, cell, Project(g, cell, x, layer), lengths, initial, reverse);
        }

        var forward = Direction(reverse: false);
        if (!layers.Bidirectional)
        {
            return forward;
        }

        var backward = Direction(reverse: true);
        var cells = forward.Last.Cell is null ? null : g.Concat(1, forward.Last.Cell, backward.Last.Cell!);
        return (g.Concat(2, forward.Sequence, backward.Sequence), new(g.Concat(1, forward.Last.Hidden, backward.Last.Hidden), cells));
    }

    private (Value Sequence, StackState Last) RunOperator(GraphBuilder g, Value x, int layer, Value? lengths, StackState? initial)
    {
        var values = weights.Recurrent(g, prefix, layers, layer, WidthOf(layer));
        var before = initial is null ? null : new LayerState(g.Unsqueeze(initial.Hidden, axis: 0), initial.Cell is null ? null : g.Unsqueeze(initial.Cell, axis: 0));
        var output = layers.Cell switch
        {
            CellKind.Lstm => g.Lstm(x, values, lengths, before),
            CellKind.Gru => g.Gru(x, values, lengths, before),
            _ => g.Rnn(x, values, layers.Cell == CellKind.ElmanRelu, lengths, before),
        };
        return (JoinSequences(g, output.Sequence), new(JoinStates(g, output.Last.Hidden), output.Last.Cell is null ? null : JoinStates(g, output.Last.Cell)));
    }

    private Value JoinSequences(GraphBuilder g, Value sequence) // [time, directions, batch, hidden]
    {
        if (!layers.Bidirectional)
        {
            return g.Squeeze(sequence, axis: 1);
        }

        var side = g.Transpose(sequence, 0, 2, 1, 3); // [time, batch, directions, hidden]
        return g.Reshape(side, [side.Shape[0], side.Shape[1], layers.OutputSize]);
    }

    private Value JoinStates(GraphBuilder g, Value state) // [directions, batch, hidden]
    {
        if (!layers.Bidirectional)
        {
            return g.Squeeze(state, axis: 0);
        }

        var side = g.Transpose(state, 1, 0, 2); // [batch, directions, hidden]
        return g.Reshape(side, [side.Shape[0], layers.OutputSize]);
    }
}

/// <summary>What a stack returns for sequences.</summary>
/// <param name="Sequence">[time, batch, directions · output], zero past a row's length.</param>
/// <param name="Last">State per layer after the last element; of the reverse direction, after the first.</param>
internal sealed record StackOutput(Value Sequence, IReadOnlyList<StackState> Last);
