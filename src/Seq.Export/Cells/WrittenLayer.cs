using Seq.Model;

namespace Seq.Export;

/// <summary>A direction of a layer over whole sequences in a <c>Loop</c>, with its cell in plain operators; W x is computed for all elements beforehand.</summary>
internal static class WrittenLayer
{
    /// <summary>Runs.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="layers">The stack that the layer belongs to.</param>
    /// <param name="weights">The weights of the direction.</param>
    /// <param name="x">[time, batch, gates · hidden]: W x with its biases or its layer norm.</param>
    /// <param name="lengths">int64 [batch]; none: every row has full length.</param>
    /// <param name="initial">State before the first element; zero if none.</param>
    /// <param name="reverse">Whether each row is read from its last real element to its first.</param>
    /// <returns>[time, batch, output], zero past a row's length; the state after the last element read.</returns>
    internal static (Value Sequence, StackState Last) Run(
        GraphBuilder g, RecurrentLayers layers, CellWeights weights, Value x, Value? lengths, StackState? initial, bool reverse)
    {
        x = reverse && lengths is not null ? g.ReverseSequence(x, lengths) : x;
        var first = initial ?? Zeros(g, layers, g.SizesOf(x, 1, 2), x.Shape[1]);
        var trips = g.Squeeze(g.SizesOf(x, 0, 1), axis: 0);
        List<(string, Value)> carried = [("hidden", first.Hidden), .. first.Cell is null ? Array.Empty<(string, Value)>() : [("cell", first.Cell)]];
        var result = g.Loop(reverse ? "backward" : "forward", trips, carried, (body, values) =>
        {
            var state = new StackState(values[0], values.Count > 1 ? values[1] : null);
            var next = CellEquations.Step(body, layers, weights, body.Gather(x, body.Iteration), state);
            var output = next.Hidden;
            if (lengths is not null)
            {
                var real = RealElement(body, lengths);
                output = body.Where(real, output, body.Constant(0f));
                next = new(body.Where(real, next.Hidden, state.Hidden), next.Cell is null ? null : body.Where(real, next.Cell, state.Cell!));
            }

            return new(body.Constant(true), next.Cell is null ? [next.Hidden] : [next.Hidden, next.Cell], [output]);
        });
        var sequence = result.Collected[0];
        return (
            reverse && lengths is not null ? g.ReverseSequence(sequence, lengths) : sequence,
            new(result.Carried[0], result.Carried.Count > 1 ? result.Carried[1] : null));
    }

    /// <summary>In the body of a loop over time: whether the element belongs to a row; bool [batch, 1].</summary>
    internal static Value RealElement(GraphBuilder body, Value lengths) => body.Unsqueeze(body.Less(body.Iteration, lengths), axis: 1);

    /// <summary>A state of zeros.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="layers">The stack.</param>
    /// <param name="batch">int64 [1].</param>
    /// <param name="rows">The name of the batch.</param>
    internal static StackState Zeros(GraphBuilder g, RecurrentLayers layers, Value batch, Dimension rows)
    {
        Value Of(int width) => g.ConstantOfShape(g.Concat(0, batch, g.Vector(width)), 0f, [rows, width]);
        return new(Of(layers.StateSize), layers.Cell.HasCellState() ? Of(layers.Hidden) : null);
    }
}
